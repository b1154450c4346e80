/**
 * The services of a Uyuni server on a container host: one entry a service.
 *
 * Names, secrets and dependencies are those that `mgradm` of uyuni-tools 5.2
 * writes into its units; the event processor's are its own design's. Nothing
 * else in this module knows a service by name.
 */
import attestationUnit from "../../templates/uyuni-server-attestation@.service";
import hubUnit from "../../templates/uyuni-hub-xmlrpc@.service";
import processorUnit from "../../templates/uyuni-event-processor@.service";
import salineUnit from "../../templates/uyuni-saline@.service";
import tftpUnit from "../../templates/uyuni-tftp.service";
import { message } from "./message.js";
import type { Replicas, SecretUse, Service } from "./service.js";

export type { AnyService, Replicas, SecretUse, Service, ServiceFiles, ServiceId } from "./service.js";

/** Where units and drop-ins of the host's own live; systemd.unit(5). */
export const unitDirectory = "/etc/systemd/system";

const network = "uyuni";
const one: Replicas = { kind: "mandatory", max: 1 };
const zeroOrOne: Replicas = { kind: "optional", max: 1 };

function variable(secret: string, name: string): SecretUse {
    return { secret, use: { variable: name } };
}
function file(secret: string, path: string): SecretUse {
    return { secret, use: { file: path } };
}
function optional(use: SecretUse): SecretUse {
    return { ...use, optional: true };
}

const databaseLogin = [variable("uyuni-db-user", "MANAGER_USER"), variable("uyuni-db-pass", "MANAGER_PASS")];
const reportDatabaseLogin = [
    variable("uyuni-reportdb-user", "REPORT_DB_USER"),
    variable("uyuni-reportdb-pass", "REPORT_DB_PASS"),
];
const databaseTrust = file("uyuni-db-ca", "/etc/pki/trust/anchors/DB-RHN-ORG-TRUSTED-SSL-CERT");
const serverTrust = file("uyuni-ca", "/etc/pki/trust/anchors/LOCAL-RHN-ORG-TRUSTED-SSL-CERT");

/** In the order in which an overview lists them. */
export const services: readonly Service[] = [
    {
        id: "server",
        title: message("Uyuni server"),
        unitFile: "uyuni-server.service",
        container: "uyuni-server",
        hostname: "uyuni-server.mgr.internal",
        imageVariable: "UYUNI_IMAGE",
        imageName: "server",
        secrets: [
            ...databaseLogin.map(optional),
            ...reportDatabaseLogin.map(optional),
            serverTrust,
            file("uyuni-cert", "/etc/pki/tls/certs/spacewalk.crt"),
            file("uyuni-key", "/etc/pki/tls/private/spacewalk.key"),
            databaseTrust,
            optional(variable("uyuni-admin-user", "ADMIN_USER")),
            optional(variable("uyuni-admin-pass", "ADMIN_PASS")),
            optional(variable("uyuni-scc-user", "SCC_USER")),
            optional(variable("uyuni-scc-pass", "SCC_PASS")),
        ],
        network,
        writtenBy: "mgradm",
        replicas: one,
        wants: ["db"],
        after: ["db"],
        files: null,
        about: message(
            "Uyuni itself: its web interface and its interfaces for programs, Salt, and the packages for clients.",
        ),
        meanwhile: message(
            "Nobody can log in to Uyuni. Clients are not managed, get no packages, and running actions may be cut off.",
        ),
    },
    {
        id: "db",
        title: message("Database"),
        unitFile: "uyuni-db.service",
        container: "uyuni-db",
        hostname: "uyuni-db.mgr.internal",
        // The same variable as the server's, in another unit's drop-in.
        imageVariable: "UYUNI_IMAGE",
        imageName: "server-postgresql",
        secrets: [
            ...databaseLogin,
            ...reportDatabaseLogin,
            variable("uyuni-db-admin-user", "POSTGRES_USER"),
            variable("uyuni-db-admin-pass", "POSTGRES_PASSWORD"),
            databaseTrust,
            file("uyuni-db-cert", "/etc/pki/tls/certs/spacewalk.crt"),
            file("uyuni-db-key", "/etc/pki/tls/private/pg-spacewalk.key"),
        ],
        network,
        writtenBy: "mgradm",
        replicas: one,
        wants: [],
        after: [],
        files: null,
        about: message("The PostgreSQL database in which Uyuni keeps everything that it knows."),
        meanwhile: message(
            "Every service of Uyuni needs the database: nobody can work with Uyuni, clients are not managed, and running actions fail.",
        ),
    },
    {
        id: "event-processor",
        title: message("Salt event processor"),
        unitFile: "uyuni-event-processor@.service",
        container: "uyuni-salt-event-processor-%i",
        hostname: "uyuni-server-event-processor-%i.mgr.internal",
        imageVariable: "UYUNI_EVENT_PROCESSOR_IMAGE",
        imageName: "server-salt-event-processor",
        secrets: [variable("uyuni-db-user", "db_user"), variable("uyuni-db-pass", "db_password")],
        network,
        writtenBy: "cockpit-uyuni",
        // The order of Salt's events is kept only inside one process.
        replicas: { kind: "fixed", max: 1 },
        wants: ["db"],
        after: ["db", "server"],
        files: {
            unit: processorUnit,
            generated: [
                { variable: "UYUNI_DB_NAME", value: "{{databaseName}}" },
                { variable: "UYUNI_DB_PORT", value: "{{databasePort}}" },
                { variable: "UYUNI_DB_HOST", value: "{{databaseHost}}" },
            ],
            // The unit has the first one between podman's options, which makes several words of it, or none.
            debug: [
                {
                    variable: "UYUNI_EVENT_PROCESSOR_DEBUG",
                    value: "--publish=127.0.0.1:8004:8004 --env=JAVA_OPTS",
                },
                {
                    variable: "JAVA_OPTS",
                    value: "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:8004",
                },
            ],
            custom: [],
        },
        about: message(
            "It works off the events that Salt sends, such as results of actions and new clients, in a container of its own beside the Uyuni server.",
        ),
        meanwhile: message(
            "Salt's events wait in the database, and nothing is lost. Results of actions and new clients do not show up in Uyuni.",
        ),
    },
    {
        id: "attestation",
        title: message("Confidential computing attestation"),
        unitFile: "uyuni-server-attestation@.service",
        container: "uyuni-server-attestation-%i",
        hostname: "uyuni-server-attestation-%i.mgr.internal",
        imageVariable: "UYUNI_SERVER_ATTESTATION_IMAGE",
        imageName: "server-attestation",
        secrets: [variable("uyuni-db-user", "database_user"), variable("uyuni-db-pass", "database_password")],
        network,
        writtenBy: "mgradm",
        replicas: { kind: "optional", max: null },
        wants: ["db"],
        after: ["db"],
        files: {
            unit: attestationUnit,
            generated: [
                {
                    variable: "database_connection",
                    value: "jdbc:postgresql://{{databaseAddress}}/{{databaseName}}",
                },
            ],
            custom: [],
        },
        about: message(
            "It checks the reports with which clients prove that they run in a trusted, confidential environment.",
        ),
        meanwhile: message("Clients are not attested. Attestations that are due wait."),
    },
    {
        id: "hub-xmlrpc",
        title: message("Hub XML-RPC API"),
        unitFile: "uyuni-hub-xmlrpc@.service",
        container: "uyuni-hub-xmlrpc-%i",
        hostname: "uyuni-hub-xmlrpc-%i.mgr.internal",
        imageVariable: "UYUNI_HUB_XMLRPC_IMAGE",
        imageName: "server-hub-xmlrpc-api",
        secrets: [serverTrust],
        network,
        writtenBy: "mgradm",
        replicas: zeroOrOne,
        wants: ["server"],
        after: ["server"],
        files: { unit: hubUnit, generated: [], custom: [] },
        about: message(
            "It lets scripts reach the peripheral servers of a hub through one address, port 2830 of this host.",
        ),
        meanwhile: message("Scripts cannot reach the peripheral servers through this hub."),
    },
    {
        id: "saline",
        title: message("Saline"),
        unitFile: "uyuni-saline@.service",
        container: "uyuni-saline-%i",
        hostname: "uyuni-saline-%i.mgr.internal",
        imageVariable: "UYUNI_SALINE_IMAGE",
        imageName: "server-saline",
        secrets: [],
        network,
        writtenBy: "mgradm",
        replicas: zeroOrOne,
        wants: ["server"],
        after: ["server"],
        files: {
            unit: salineUnit,
            generated: [],
            custom: [{ variable: "TZ", value: "{{timezone}}" }],
        },
        about: message("It collects metrics of Salt's states and events, for Prometheus and Grafana."),
        meanwhile: message("No metrics of Salt are collected."),
    },
    {
        id: "tftp",
        title: message("TFTP"),
        unitFile: "uyuni-tftp.service",
        // Not named after its unit.
        container: "uyuni-tftpd",
        hostname: null,
        imageVariable: "UYUNI_TFTPD_IMAGE",
        imageName: "proxy-tftpd",
        secrets: [file("uyuni-ca", "/etc/pki/trust/anchors/RHN-ORG-TRUSTED-SSL-CERT")],
        network,
        writtenBy: "mgradm",
        replicas: zeroOrOne,
        wants: ["server"],
        after: ["server"],
        files: { unit: tftpUnit, generated: [], custom: [] },
        about: message("It hands the files to clients that boot from the network."),
        meanwhile: message("No client can boot from the network."),
    },
];
