import { parseReference, type ImageReference } from "../../src/uyuni/reference.js";
import {
    serviceFilePaths,
    serviceFiles,
    settingsOf,
    type ServiceSettings,
} from "../../src/uyuni/service-files.js";
import { checkFqdn, checkTimezone, settingChecks } from "../../src/uyuni/service-settings.js";
import { serviceById } from "../../src/uyuni/names.js";
import type { ServiceId } from "../../src/uyuni/services.js";
import { parseUnitFile } from "../../src/uyuni/unit-file.js";
import { parseAttestationConf } from "../../src/uyuni/rhn-conf.js";
import { hostile } from "./hostile.js";

QUnit.module("files of the services");

type Directive = readonly [section: string, key: string, value: string];

/** Everything that counts in a unit file, in order; lengths of white space do not. */
function directives(text: string): Directive[] {
    return parseUnitFile(text).entries.flatMap((entry): Directive[] =>
        entry.kind === "assignment" ? [[entry.section, entry.key, entry.value.replace(/\s+/g, " ")]] : [],
    );
}

function reference(text: string): ImageReference {
    const parsed = parseReference(text);
    if ("error" in parsed) throw new Error(text);
    return parsed.ok;
}

const image = "registry.example.com:5000/uyuni/x:5.2.0";
const settings: ServiceSettings = {
    image: reference(image),
    databaseHost: "db",
    databasePort: "5432",
    databaseName: "susemanager",
    timezone: "Europe/Berlin",
    fqdn: "uyuni.example.com",
};

const install: Directive = ["Install", "WantedBy", "multi-user.target default.target"];

/** As `mgradm` of uyuni-tools 5.2 renders its units. */
const attestation: readonly Directive[] = [
    ["Unit", "Description", "Uyuni server attestation container service"],
    ["Unit", "Wants", "network.target uyuni-db.service"],
    ["Unit", "After", "network-online.target uyuni-db.service"],
    ["Service", "Environment", "PODMAN_SYSTEMD_UNIT=%n"],
    ["Service", "Restart", "on-failure"],
    ["Service", "ExecStartPre", "/bin/rm -f %t/uyuni-server-attestation-%i.pid %t/%n.ctr-id"],
    ["Service", "ExecStartPre", "/usr/bin/podman rm --ignore --force -t 10 uyuni-server-attestation-%i"],
    [
        "Service",
        "ExecStart",
        [
            "/bin/sh -c '/usr/bin/podman run",
            "--conmon-pidfile %t/uyuni-server-attestation-%i.pid",
            "--cidfile=%t/%n-%i.ctr-id",
            "--cgroups=no-conmon --sdnotify=conmon -d",
            "-e database_connection",
            "--secret=uyuni-db-user,type=env,target=database_user",
            "--secret=uyuni-db-pass,type=env,target=database_password",
            "--replace",
            "--name uyuni-server-attestation-%i",
            "--hostname uyuni-server-attestation-%i.mgr.internal",
            "--network uyuni",
            "${UYUNI_SERVER_ATTESTATION_IMAGE}'",
        ].join(" "),
    ],
    ["Service", "ExecStop", "/usr/bin/podman stop --ignore -t 10 --cidfile=%t/%n-%i.ctr-id"],
    ["Service", "ExecStopPost", "/usr/bin/podman rm -f --ignore -t 10 --cidfile=%t/%n-%i.ctr-id"],
    ["Service", "PIDFile", "%t/uyuni-server-attestation-%i.pid"],
    ["Service", "TimeoutStopSec", "60"],
    ["Service", "TimeoutStartSec", "60"],
    ["Service", "Type", "forking"],
    install,
];

const hub: readonly Directive[] = [
    ["Unit", "Description", "Uyuni Hub XMLRPC API container service"],
    ["Unit", "Wants", "network.target uyuni-server.service"],
    ["Unit", "After", "network-online.target uyuni-server.service"],
    ["Service", "Environment", "PODMAN_SYSTEMD_UNIT=%n"],
    ["Service", "Environment", "HUB_API_URL=http://uyuni-server:80/rpc/api"],
    ["Service", "Environment", "HUB_CONNECT_USING_SSL=true"],
    ["Service", "Restart", "on-failure"],
    ["Service", "ExecStartPre", "/bin/rm -f %t/uyuni-hub-xmlrpc-%i.pid %t/%n.ctr-id"],
    ["Service", "ExecStartPre", "/usr/bin/podman rm --ignore --force -t 10 uyuni-hub-xmlrpc-%i"],
    [
        "Service",
        "ExecStart",
        [
            "/usr/bin/podman run",
            "--conmon-pidfile %t/uyuni-hub-xmlrpc-%i.pid",
            "--cidfile=%t/%n-%i.ctr-id",
            "--cgroups=no-conmon --sdnotify=conmon -d --replace",
            "-p 2830:2830",
            "-e HUB_API_URL -e HUB_CONNECT_TIMEOUT -e HUB_REQUEST_TIMEOUT -e HUB_CONNECT_USING_SSL",
            "--secret uyuni-ca,type=mount,target=/etc/pki/trust/anchors/LOCAL-RHN-ORG-TRUSTED-SSL-CERT",
            "--name uyuni-hub-xmlrpc-%i",
            "--hostname uyuni-hub-xmlrpc-%i.mgr.internal",
            "--network uyuni",
            "${UYUNI_HUB_XMLRPC_IMAGE}",
        ].join(" "),
    ],
    ["Service", "ExecStop", "/usr/bin/podman stop --ignore -t 10 --cidfile=%t/%n-%i.ctr-id"],
    ["Service", "ExecStopPost", "/usr/bin/podman rm -f --ignore -t 10 --cidfile=%t/%n-%i.ctr-id"],
    ["Service", "PIDFile", "%t/uyuni-hub-xmlrpc-%i.pid"],
    ["Service", "TimeoutStopSec", "60"],
    ["Service", "TimeoutStartSec", "60"],
    ["Service", "Type", "forking"],
    install,
];

const saline: readonly Directive[] = [
    ["Unit", "Description", "Uyuni Saline image container service"],
    ["Unit", "Wants", "network.target uyuni-server.service"],
    ["Unit", "Requires", "uyuni-server.service"],
    ["Unit", "After", "network-online.target uyuni-server.service"],
    ["Unit", "RequiresMountsFor", "%t/containers"],
    ["Service", "Environment", "PODMAN_SYSTEMD_UNIT=%n"],
    ["Service", "Restart", "on-failure"],
    ["Service", "ExecStartPre", "/bin/rm -f %t/uyuni-saline-%i.pid %t/%n.ctr-id"],
    ["Service", "ExecStartPre", "/usr/bin/podman rm --ignore --force -t 10 uyuni-saline-%i"],
    [
        "Service",
        "ExecStart",
        [
            "/bin/sh -c '/usr/bin/podman run",
            "--conmon-pidfile %t/uyuni-saline-%i.pid",
            "--cidfile=%t/%n-%i.ctr-id",
            "--cgroups=no-conmon --sdnotify=conmon",
            "--security-opt label=type:container_init_t -d",
            "--name uyuni-saline-%i",
            "--hostname uyuni-saline-%i.mgr.internal",
            "--network-alias saline --network uyuni",
            "-v etc-salt:/etc/salt -v run-salt-master:/run/salt/master",
            "-e TZ=${TZ} -e NOSSL=YES",
            "${UYUNI_SALINE_IMAGE}'",
        ].join(" "),
    ],
    ["Service", "ExecStop", "/usr/bin/podman stop --ignore -t 10 --cidfile=%t/%n-%i.ctr-id"],
    ["Service", "ExecStopPost", "/usr/bin/podman rm -f --ignore -t 10 --cidfile=%t/%n-%i.ctr-id"],
    ["Service", "PIDFile", "%t/uyuni-saline-%i.pid"],
    ["Service", "TimeoutStopSec", "20"],
    ["Service", "TimeoutStartSec", "10"],
    ["Service", "Type", "forking"],
    install,
];

const tftp: readonly Directive[] = [
    ["Unit", "Description", "Uyuni tftpd container service"],
    ["Unit", "Wants", "network.target uyuni-server.service"],
    ["Unit", "After", "network-online.target uyuni-server.service"],
    ["Service", "Environment", "PODMAN_SYSTEMD_UNIT=%n"],
    ["Service", "Restart", "on-failure"],
    ["Service", "ExecStartPre", "/bin/rm -f %t/uyuni-tftpd.pid %t/uyuni-tftpd.ctr-id"],
    [
        "Service",
        "ExecStart",
        [
            "/usr/bin/podman run",
            "--conmon-pidfile %t/uyuni-tftpd.pid",
            "--cidfile %t/uyuni-tftpd.ctr-id",
            "--cgroups=no-conmon --replace -d",
            "-p 69:69/udp",
            "--secret uyuni-ca,type=mount,target=/etc/pki/trust/anchors/RHN-ORG-TRUSTED-SSL-CERT",
            "--name uyuni-tftpd --network uyuni",
            "${UYUNI_TFTPD_IMAGE}",
            "/usr/bin/tftp_wrapper.py",
            "--httpHost uyuni.example.com",
            "--proxyFqdn uyuni.example.com",
            "--serverFqdn uyuni.example.com",
        ].join(" "),
    ],
    ["Service", "ExecStop", "/usr/bin/podman stop --ignore --cidfile %t/uyuni-tftpd.ctr-id -t 10"],
    ["Service", "ExecStopPost", "/usr/bin/podman rm --ignore -f --cidfile %t/uyuni-tftpd.ctr-id"],
    ["Service", "PIDFile", "%t/uyuni-tftpd.pid"],
    ["Service", "TimeoutStopSec", "60"],
    ["Service", "Type", "forking"],
    install,
];

const dropIn = (...assignments: string[]): Directive[] =>
    assignments.map((assignment) => ["Service", "Environment", assignment]);

const expected: readonly (readonly [ServiceId, string, Record<string, readonly Directive[]>])[] = [
    [
        "attestation",
        "uyuni-server-attestation@.service",
        {
            "generated.conf": dropIn(
                `UYUNI_SERVER_ATTESTATION_IMAGE=${image}`,
                "database_connection=jdbc:postgresql://db:5432/susemanager",
            ),
            "": attestation,
        },
    ],
    [
        "hub-xmlrpc",
        "uyuni-hub-xmlrpc@.service",
        { "generated.conf": dropIn(`UYUNI_HUB_XMLRPC_IMAGE=${image}`), "": hub },
    ],
    [
        "saline",
        "uyuni-saline@.service",
        {
            "generated.conf": dropIn(`UYUNI_SALINE_IMAGE=${image}`),
            "custom.conf": dropIn("TZ=Europe/Berlin"),
            "": saline,
        },
    ],
    ["tftp", "uyuni-tftp.service", { "generated.conf": dropIn(`UYUNI_TFTPD_IMAGE=${image}`), "": tftp }],
];

QUnit.test("units and drop-ins say what mgradm's say, in its order", (assert) => {
    for (const [id, unitFile, wanted] of expected) {
        const unit = `/etc/systemd/system/${unitFile}`;
        const files = serviceFiles(serviceById(id), settings);
        assert.deepEqual(
            files.map(({ path, mode, text }) => [path, mode, directives(text)]),
            Object.entries(wanted).map(([name, lines]) =>
                name === "" ? [unit, "0555", [...lines]] : [`${unit}.d/${name}`, "0644", [...lines]],
            ),
        );
        assert.deepEqual(
            files.map(({ path }) => path),
            [...serviceFilePaths(serviceById(id))],
        );
        for (const { text } of files) {
            assert.false(text.includes("{{"), id);
            assert.true(text.endsWith("\n"));
        }
        // mgradm takes the first such text of `systemctl cat` for the image, a comment's too.
        const catted = [files.at(-1), ...files].map((file) => file?.text ?? "").join("");
        assert.strictEqual(/UYUNI.*_IMAGE=(.*)/.exec(catted)?.[1], image);
    }
});

QUnit.test("a service's files tell its settings", (assert) => {
    const names = (id: ServiceId) => [...settingsOf(serviceById(id))];
    assert.deepEqual(names("event-processor"), ["databaseHost", "databasePort", "databaseName"]);
    assert.deepEqual(names("attestation"), ["databaseHost", "databasePort", "databaseName"]);
    assert.deepEqual(names("hub-xmlrpc"), []);
    assert.deepEqual(names("saline"), ["timezone"]);
    assert.deepEqual(names("tftp"), ["fqdn"]);
    assert.deepEqual(names("db"), []);
    assert.deepEqual(serviceFilePaths(serviceById("server")), []);
    assert.throws(() => serviceFiles(serviceById("db"), settings), RangeError);
    assert.throws(() => serviceFiles(serviceById("tftp"), { image: settings.image }), RangeError);
});

QUnit.test("an IPv6 address has brackets in the JDBC address, and is read back", (assert) => {
    const [conf] = serviceFiles(serviceById("attestation"), { ...settings, databaseHost: "fd00::5" });
    assert.true(conf?.text.includes("jdbc:postgresql://[fd00::5]:5432/susemanager"));
    assert.deepEqual(parseAttestationConf(conf?.text ?? ""), {
        host: "fd00::5",
        port: "5432",
        name: "susemanager",
    });
});

QUnit.test("what else an administrator's custom.conf says is kept", (assert) => {
    const path = "/etc/systemd/system/uyuni-saline@.service.d/custom.conf";
    const written = (text: string | null) =>
        serviceFiles(serviceById("saline"), settings, [{ path, text }]).find((file) => file.path === path)
            ?.text;
    assert.strictEqual(written(null), "[Service]\nEnvironment=TZ=Europe/Berlin\n");
    const same = "# mine\n[Service]\nEnvironment=TZ=Europe/Berlin\nCPUQuota=50%";
    assert.strictEqual(written(same), same);
    assert.strictEqual(
        written("# mine\n[Service]\nEnvironment=TZ=UTC\nCPUQuota=50%\n"),
        "# mine\n[Service]\nCPUQuota=50%\nEnvironment=TZ=Europe/Berlin\n",
    );
    assert.strictEqual(
        written("[Service]\nEnvironment=A=1 TZ=UTC\n"),
        "[Service]\nEnvironment=A=1 TZ=UTC\nEnvironment=TZ=Europe/Berlin\n",
        "another variable is not taken away with it",
    );
});

QUnit.test("settings are checked by their grammar", (assert) => {
    for (const text of ["Europe/Berlin", "UTC", "Etc/GMT+5", "America/Argentina/Buenos_Aires", "EST5EDT"])
        assert.deepEqual(checkTimezone(text), { ok: text });
    for (const text of ["", "/etc/localtime", "Europe/", "../x", "A".repeat(65), ":UTC", "Europe/Berlin\n"])
        assert.true("error" in checkTimezone(text), text);
    for (const text of ["uyuni.example.com", "a.b", "x-1.example.org"])
        assert.deepEqual(checkFqdn(text), { ok: text });
    for (const text of [
        "",
        "uyuni",
        "uyuni.example.com.",
        "10.0.0.1",
        "-a.example.com",
        "a..b",
        "a_b.example.com",
        `${"a".repeat(64)}.example.com`,
        `${"a.".repeat(130)}example.com`,
    ])
        assert.true("error" in checkFqdn(text), text);
    for (const [name, check] of Object.entries(settingChecks))
        for (const text of hostile) assert.true("error" in check(text), `${name}: ${JSON.stringify(text)}`);
});
