/** The form of the event processor's set-up: what stands in its fields before anything is checked. */
import { eventProcessor, processorUnit, processorVariables } from "../../uyuni/event-processor.js";
import { computeDefaultImage } from "../../uyuni/default-image.js";
import { environmentFromAssignments } from "../../uyuni/environment.js";
import type { HostState, SetUpFacts } from "../../uyuni/host-state.js";
import type { ImageChoice } from "../../uyuni/image-choice.js";
import { serviceById, unitName } from "../../uyuni/names.js";
import { inDebugMode } from "../../uyuni/present-settings.js";
import {
    checkSetUpIntent,
    defaultHealthSeconds,
    type PullPolicy,
    type SetUpIntent,
    type SetUpProblems,
} from "../../uyuni/set-up-intent.js";
import { planSetUp } from "../../uyuni/set-up.js";
import { row } from "../../uyuni/views.js";
import { unitVariable } from "../service-state.js";
import type { DatabaseForm, ImageForm, ImagePlace } from "./fields-props.js";
import type { Prefilled, SetUpKind } from "./set-up-kind.js";

export interface Form extends ImageForm, DatabaseForm {
    readonly healthSeconds: string;
    readonly enable: boolean;
    readonly debug: boolean;
}

/** A typed or pasted reference as repository and tag; nothing is checked. */
export function splitReference(text: string): { readonly repository: string; readonly tag: string } {
    const at = text.indexOf("@");
    if (at >= 0) return { repository: splitReference(text.slice(0, at)).repository, tag: text.slice(at + 1) };
    const colon = text.indexOf(":", text.lastIndexOf("/") + 1);
    return colon < 0 || !text.includes("/")
        ? { repository: text, tag: "" }
        : { repository: text.slice(0, colon), tag: text.slice(colon + 1) };
}

/** The whole reference that the two fields stand for. */
export function reference({
    repository,
    tag,
    pinned,
}: Pick<ImageForm, "repository" | "tag" | "pinned">): string {
    if (pinned !== "") return `${repository}@${pinned}`;
    if (tag === "") return repository;
    return tag.includes(":") ? `${repository}@${tag}` : `${repository}:${tag}`;
}

/** The image that the form asks for. */
export function choiceOf({ pullPolicy, place, archive, ...name }: ImageForm): ImageChoice {
    return { image: reference(name), pullPolicy, ...(comesFromFile(place) && { archive }) };
}

function comesFromFile(place: ImagePlace): boolean {
    return place === "archive" || place === "rpm";
}

/** The fields of an image that is named already; what was only built here is looked for here. */
export function prefillImage(
    name: Readonly<Record<"repository" | "tag", string>>,
): Omit<ImageForm, "pullPolicy"> {
    const place = name.repository.startsWith("localhost/") ? "host" : "registry";
    return { ...name, pinned: "", place, archive: "" };
}

/** How the image is got from there, unless somebody says otherwise: what is here is not pulled over it. */
export function policyFor({ place, tag }: Omit<ImageForm, "pullPolicy">): PullPolicy {
    return place === "registry" ? usualPolicy(tag) : "Never";
}

/** What a digest names never changes: a copy on this host is as good as the registry's. */
function usualPolicy(tag: string): PullPolicy {
    return tag.includes(":") ? "IfNotPresent" : "Always";
}

/** Reference of the image of the server that runs, or else of the one that is configured; null if neither is known. */
export function serverImage(state: HostState): string | null {
    const server = serviceById("server");
    const { runningImage, configuredImage } = row(server, unitName(server), state);
    const image = runningImage === "" ? configuredImage : runningImage;
    return image === "" ? null : image;
}

/**
 * The form at first: what the page's address asks for, else what is configured
 * already, else what the host tells.
 */
export function prefill(
    options: Readonly<Record<string, string>>,
    state: HostState,
    { database }: SetUpFacts,
): Prefilled<Form> {
    const unit = state.units.state === "known" ? state.units.value.get(processorUnit) : undefined;
    const configured = {
        image: unitVariable(unit, processorVariables.image),
        host: unitVariable(unit, processorVariables.databaseHost),
        port: unitVariable(unit, processorVariables.databasePort),
        name: unitVariable(unit, processorVariables.databaseName),
    };
    const isDebugging = inDebugMode(eventProcessor, environmentFromAssignments(unit?.environment ?? []));
    const named = splitReference(
        options["image"] ?? configured.image ?? computeDefaultImage(serverImage(state)).text,
    );
    const image = prefillImage({ ...named, tag: options["tag"] ?? named.tag });
    const fromAddress = ["host", "port", "name"].some((key) => options[key] !== undefined);
    return {
        form: {
            ...image,
            // Who only turns the debug port on or off wants the same image.
            pullPolicy: options["debug"] === undefined ? policyFor(image) : "IfNotPresent",
            databaseHost: options["host"] ?? configured.host ?? database.host,
            databasePort: options["port"] ?? configured.port ?? database.port,
            databaseName: options["name"] ?? configured.name ?? database.name,
            healthSeconds: String(defaultHealthSeconds),
            enable: unit?.unitFileState !== "disabled",
            debug: options["debug"] === undefined ? isDebugging : options["debug"] === "1",
        },
        source: fromAddress ? "address" : configured.host !== null ? "configured" : database.source,
    };
}

/** NaN for what is none, so that it is told by the check of the field. */
export function wholeNumber(text: string): number {
    return /^[0-9]{1,6}$/.test(text) ? Number(text) : NaN;
}

export function intentOf(form: Form): SetUpIntent {
    return {
        ...choiceOf(form),
        databaseHost: form.databaseHost,
        databasePort: form.databasePort,
        databaseName: form.databaseName,
        healthSeconds: wholeNumber(form.healthSeconds),
        enable: form.enable,
        debug: form.debug,
    };
}

/** What is wrong, by field; empty when the form is complete. */
export function problemsOf(form: Form): SetUpProblems {
    const checked = checkSetUpIntent(intentOf(form));
    return "invalid" in checked ? checked.invalid : {};
}

export const processorKind: SetUpKind<Form, SetUpFacts> = {
    read: (host, form) => host.readSetUpFacts(form && choiceOf(form)),
    prefill,
    problems: problemsOf,
    plan: (form, state, facts, id) => planSetUp(intentOf(form), state, facts, { id }),
};
