/** What the table of services is made of. */
import type { Message } from "./message.js";

export type ServiceId =
    "server" | "db" | "attestation" | "hub-xmlrpc" | "saline" | "tftp" | "event-processor";

/** A podman secret, and what a container sees of it: an environment variable, or a file. */
export interface SecretUse {
    readonly secret: string;
    readonly use: { readonly variable: string } | { readonly file: string };
    /** The service runs without it. */
    readonly optional?: true;
}

/** How many instances there may be. `max: null` knows no bound. */
export interface Replicas {
    /** "fixed": one, and the number cannot be chosen. */
    readonly kind: "mandatory" | "optional" | "fixed";
    readonly max: number | null;
}

/** A variable of a drop-in, and its value, in which `{{name}}` stands for a setting. */
export interface ServiceVariable {
    readonly variable: string;
    readonly value: string;
}

/** The files that set a service up. */
export interface ServiceFiles {
    /** Text of the unit file; `{{name}}` as above. Ports, volumes and the like are read from it. */
    readonly unit: string;
    /** Variables of generated.conf, after the one of the image. */
    readonly generated: readonly ServiceVariable[];
    /** More variables of generated.conf, in debug mode only. The first one is empty, or not there, otherwise. */
    readonly debug?: readonly ServiceVariable[];
    /** Variables of custom.conf, whose other lines are the administrator's. */
    readonly custom: readonly ServiceVariable[];
}

/** A service of any table: of the real one, every `Service` is one. */
export type AnyService = Service<string>;

export interface Service<Id extends string = ServiceId> {
    readonly id: Id;
    readonly title: Message;
    /** File name of its unit; with "@" before ".service" when it is a template. */
    readonly unitFile: string;
    /** Container name; `%i` stands for the instance. */
    readonly container: string;
    /** `%i` as above; null where podman chooses. */
    readonly hostname: string | null;
    /** Variable of the unit that holds the image reference. */
    readonly imageVariable: string;
    /** Last path part of the image's name: the same in Uyuni and in its products. */
    readonly imageName: string;
    readonly secrets: readonly SecretUse[];
    readonly network: string;
    readonly writtenBy: "mgradm" | "cockpit-uyuni";
    readonly replicas: Replicas;
    /** Services that are started with it (Wants=, Requires=). */
    readonly wants: readonly Id[];
    /** Services that it is started after. */
    readonly after: readonly Id[];
    /** null: only mgradm writes them, since a change of the image migrates data. */
    readonly files: ServiceFiles | null;
    /** What it is for. */
    readonly about: Message;
    /** What users lose while it is stopped. */
    readonly meanwhile: Message;
}
