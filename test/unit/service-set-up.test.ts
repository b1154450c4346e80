import { noRecovery } from "../../src/uyuni/no-recovery.js";
import { known, unknown } from "../../src/uyuni/host-state.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { operationDirectory, type Plan, type Step } from "../../src/uyuni/plan.js";
import { computeDefaultImage } from "../../src/uyuni/default-image.js";
import type { ServiceSetUpFacts } from "../../src/uyuni/service-facts.js";
import type { ServiceIntent } from "../../src/uyuni/service-intent.js";
import { planServiceSetUp } from "../../src/uyuni/service-set-up.js";
import { serviceById } from "../../src/uyuni/names.js";
import type { ServiceId } from "../../src/uyuni/services.js";
import { hostile } from "./hostile.js";
import { host, id, podman, unit } from "./sample-host.js";
import { cutEverywhere } from "./sandbox.js";

QUnit.module("set-up of the optional services");

const system = "/etc/systemd/system";
const directory = operationDirectory(id);

function intent(service: ServiceId, changes: Partial<ServiceIntent> = {}): ServiceIntent {
    return {
        image: computeDefaultImage("registry.example.com/uyuni/server:5.2.0", serviceById(service)).text,
        pullPolicy: "Always",
        replicas: 1,
        healthSeconds: 30,
        databaseHost: "db",
        databasePort: "5432",
        databaseName: "susemanager",
        timezone: "Europe/Berlin",
        fqdn: "uyuni.example.com",
        ...changes,
    };
}

function facts(changes: Partial<ServiceSetUpFacts> = {}): ServiceSetUpFacts {
    return {
        files: [],
        mgradm: null,
        watching: "no-curl",
        volumes: known(["etc-salt", "run-salt-master", "var-pgsql"]),
        ports: known([{ port: 443, protocol: "tcp", by: "uyuni-server" }]),
        ...changes,
    };
}

const ready = () =>
    host({
        podman: known(podman({ secrets: ["uyuni-db-user", "uyuni-db-pass", "uyuni-ca"] })),
    });

function plan(
    service: ServiceId,
    changes: Partial<ServiceIntent> = {},
    state = ready(),
    given = facts(),
): Plan {
    const outcome = planServiceSetUp(service, intent(service, changes), state, given, { id });
    if ("plan" in outcome) return outcome.plan;
    throw new Error(JSON.stringify(outcome));
}

function commands(steps: readonly Step[]): string[] {
    return steps.map(({ argv, mayFail }) =>
        `${mayFail ? "-" : ""}${argv.join(" ")}`.replace(/--format \S.*}} /, "--format F "),
    );
}

function change(made: Plan): string[] {
    return commands(made.steps.filter(({ phase }) => phase === "change"));
}

QUnit.test("Saline, step by step", (assert) => {
    const made = plan("saline");
    const image = "registry.example.com/uyuni/server-saline:5.2.0";
    assert.strictEqual(inEnglish(made.title), `Set up uyuni-saline with ${image}`);
    assert.strictEqual(made.service, "saline");
    const folder = `${system}/uyuni-saline@.service.d`;
    const own = "uyuni-saline@0.service";
    assert.deepEqual(
        made.files.map(({ path, mode, before }) => [path, mode, before]),
        [
            [`${folder}/generated.conf`, "0644", null],
            [`${folder}/custom.conf`, "0644", null],
            [`${system}/uyuni-saline@.service`, "0555", null],
        ],
    );
    const [first, ...unchanged] = commands(made.guards);
    assert.strictEqual(first, noRecovery("pull").argv.join(" "));
    assert.deepEqual(commands(made.steps.filter(({ phase }) => phase === "pull")), [
        `/usr/bin/podman pull ${image}`,
        "/usr/bin/sync --file-system -- /var/lib/containers/storage",
        ...unchanged,
    ]);
    assert.deepEqual(change(made).slice(-7), [
        `/usr/bin/mv -fT ${folder}/.generated.conf.${id} ${folder}/generated.conf`,
        `/usr/bin/mv -fT ${folder}/.custom.conf.${id} ${folder}/custom.conf`,
        `/usr/bin/mv -fT ${system}/.uyuni-saline@.service.${id} ${system}/uyuni-saline@.service`,
        "/usr/bin/systemctl daemon-reload",
        `/usr/bin/systemctl enable ${own}`,
        `/usr/bin/systemctl reset-failed ${own}*`,
        `/usr/bin/systemctl restart ${own}`,
    ]);
    const containerId = `/run/${own}-0.ctr-id`;
    assert.deepEqual(commands(made.steps.filter(({ phase }) => phase === "check")), [
        // podman cannot wait for the health of a container without a check.
        "/usr/bin/sleep 30",
        `/usr/bin/cp -fT ${containerId} ${directory}/container-id`,
        "/usr/bin/podman container inspect --format F uyuni-saline-0",
        "/usr/bin/podman container inspect --format F uyuni-saline-0",
        "/usr/bin/sleep 15",
        `/usr/bin/cmp -s ${directory}/container-id ${containerId}`,
        "/usr/bin/podman container inspect --format F uyuni-saline-0",
        `/usr/bin/systemctl is-active --quiet ${own}`,
    ]);
});

QUnit.test("attestation with another number of instances", (assert) => {
    const files = plan("attestation").files.map(({ path, after }) => ({ path, text: after }));
    const name = (number: number) => `uyuni-server-attestation@${number}.service`;
    const state = host({ podman: ready().podman }, [
        unit("uyuni-db.service"),
        unit(name(0)),
        unit(name(2), { activeState: "inactive" }),
        unit(name(3), { unitFileState: "disabled" }),
    ]);
    const made = plan("attestation", { replicas: 2, pullPolicy: "IfNotPresent" }, state, facts({ files }));
    assert.deepEqual(made.files, []);
    assert.deepEqual(change(made), [
        `/usr/bin/touch ${directory}/touched`,
        `/usr/bin/systemctl enable ${name(0)}`,
        `/usr/bin/systemctl enable ${name(1)}`,
        `/usr/bin/systemctl disable --now ${name(2)}`,
        `/usr/bin/systemctl disable --now ${name(3)}`,
        `/usr/bin/mkdir -p -m 0755 ${system}/multi-user.target.wants ${system}/default.target.wants`,
        `/usr/bin/systemctl reset-failed ${name(0)}*`,
        `/usr/bin/systemctl restart ${name(0)}`,
        `/usr/bin/systemctl reset-failed ${name(1)}*`,
        `/usr/bin/systemctl restart ${name(1)}`,
    ]);
    const check = commands(made.steps.filter(({ phase }) => phase === "check"));
    assert.true(
        check[3]?.endsWith("uyuni-server-attestation-0 uyuni-server-attestation-1"),
        "both are inspected",
    );
    assert.true(check.includes(`/usr/bin/cp -fT /run/${name(1)}-1.ctr-id ${directory}/container-id.1`));
    assert.true(check.includes(`/usr/bin/systemctl is-active --quiet ${name(1)}`));
    const back = commands(made.rollback);
    const linked = (link: string) =>
        `-/usr/bin/ln -sfnT ${system}/uyuni-server-attestation@.service ${system}/${link}.target.wants/${name(2)}`;
    assert.true(back.includes(linked("multi-user")) && back.includes(linked("default")));
    assert.deepEqual(
        back.filter((command) => command.includes("systemctl start")),
        [
            `-/usr/bin/systemctl start ${name(0)}`,
            `-/usr/bin/systemctl start ${name(3)}`,
            `/usr/bin/systemctl start ${name(0)}`,
            `/usr/bin/systemctl start ${name(3)}`,
        ],
    );
    assert.strictEqual(
        inEnglish(made.title).split(" with ")[0]?.split(" to ")[0],
        "Change uyuni-server-attestation",
    );
});

QUnit.test("no instance: files are written, nothing is pulled, started or checked", (assert) => {
    const made = plan("hub-xmlrpc", { replicas: 0 });
    assert.deepEqual(made.files.length, 2);
    assert.deepEqual(
        made.steps.filter(({ phase }) => phase === "pull" || phase === "check"),
        [],
    );
    assert.strictEqual(change(made).at(-1), "/usr/bin/systemctl daemon-reload");
    const running = host({ podman: ready().podman }, [
        unit("uyuni-server.service"),
        unit("uyuni-hub-xmlrpc@0.service"),
    ]);
    const files = made.files.map(({ path, after }) => ({ path, text: after }));
    assert.deepEqual(change(plan("hub-xmlrpc", { replicas: 0 }, running, facts({ files }))), [
        `/usr/bin/touch ${directory}/touched`,
        "/usr/bin/systemctl disable --now uyuni-hub-xmlrpc@0.service",
        `/usr/bin/mkdir -p -m 0755 ${system}/multi-user.target.wants ${system}/default.target.wants`,
    ]);
});

QUnit.test("TFTP is one plain unit", (assert) => {
    const made = plan("tftp");
    assert.deepEqual(change(made).slice(-3), [
        "/usr/bin/systemctl enable uyuni-tftp.service",
        "/usr/bin/systemctl reset-failed uyuni-tftp.service*",
        "/usr/bin/systemctl restart uyuni-tftp.service",
    ]);
    assert.true(
        commands(made.steps).includes(`/usr/bin/cp -fT /run/uyuni-tftpd.ctr-id ${directory}/container-id`),
    );
    assert.strictEqual(made.files[1]?.after?.match(/uyuni\.example\.com/g)?.length, 3);
});

QUnit.test("cut off anywhere, it ends old or new", (assert) => {
    cutEverywhere(assert, plan("saline"));
    const name = (number: number) => `uyuni-server-attestation@${number}.service`;
    const units = [unit("uyuni-db.service"), unit(name(0)), unit(name(1)), unit(name(2))];
    const files = plan("attestation").files.map(({ path, after }) => ({
        path,
        text: `# old\n${after ?? ""}`,
        mode: "0644",
    }));
    const state = host({ podman: ready().podman }, units);
    const names = units.slice(1).map((one) => one.name);
    cutEverywhere(assert, plan("attestation", {}, state, facts({ files })), names);
    cutEverywhere(assert, plan("attestation", { replicas: 0 }, state, facts({ files })), names);
});

function checksOf(
    service: ServiceId,
    state = ready(),
    given = facts(),
    changes: Partial<ServiceIntent> = {},
) {
    const outcome = planServiceSetUp(service, intent(service, changes), state, given, { id });
    const checks = "plan" in outcome ? outcome.plan.checks : "refused" in outcome ? outcome.refused : [];
    return new Map(checks.map((check) => [check.id, [check.result, inEnglish(check.finding)] as const]));
}

QUnit.test("what each service asks of the host", (assert) => {
    const ids = (service: ServiceId) => {
        const checks = checksOf(service);
        for (const [name, [result, finding]] of checks)
            assert.strictEqual(name === "download" ? "passed" : result, "passed", `${name}: ${finding}`);
        return [...checks.keys()].filter(
            (name) =>
                !["access", "operation", "mgradm", "podman", "network", "download", "files"].includes(name),
        );
    };
    assert.deepEqual(ids("attestation"), ["secrets", "database", "image", "disk"]);
    assert.deepEqual(ids("hub-xmlrpc"), ["secrets", "unit-server", "ports", "image", "disk"]);
    assert.deepEqual(ids("saline"), ["unit-server", "volumes", "image", "disk"]);
    assert.deepEqual(ids("tftp"), ["secrets", "unit-server", "ports", "image", "disk"]);
});

QUnit.test("a drop-in that has an instance run another image", (assert) => {
    const path = `${system}/uyuni-server-attestation@1.service.d/local.conf`;
    const text = "[Service]\nEnvironment=UYUNI_SERVER_ATTESTATION_IMAGE=registry.example.com/own:1\n";
    const result = (replicas: number) =>
        checksOf("attestation", ready(), facts({ dropIns: [{ path, text }] }), { replicas }).get(
            "drop-ins",
        )?.[0];
    assert.deepEqual([0, 1, 2].map(result), [undefined, undefined, "failed"]);
});

QUnit.test("what is missing is said", (assert) => {
    const noCa = host({ podman: known(podman()) });
    assert.deepEqual(checksOf("tftp", noCa).get("secrets"), ["failed", "Missing secrets: uyuni-ca"]);
    const noServer = host({ podman: ready().podman }, [unit("uyuni-db.service")]);
    assert.deepEqual(checksOf("saline", noServer).get("unit-server"), [
        "failed",
        "This host has no unit uyuni-server.service.",
    ]);
    const stopped = host({ podman: ready().podman }, [
        unit("uyuni-server.service", { activeState: "inactive" }),
    ]);
    assert.strictEqual(checksOf("saline", stopped).get("unit-server")?.[0], "warning");
    assert.deepEqual(checksOf("saline", ready(), facts({ volumes: known(["etc-salt"]) })).get("volumes"), [
        "failed",
        "Missing volumes: run-salt-master",
    ]);
    assert.strictEqual(
        checksOf("saline", ready(), facts({ volumes: unknown("error") })).get("volumes")?.[0],
        "failed",
    );
    assert.strictEqual(checksOf("attestation", noServer).get("database")?.[0], "passed");
    assert.strictEqual(
        checksOf("attestation", noServer, facts(), { databaseHost: "pg.example.com" }).get("database")?.[0],
        "unknown",
    );
});

QUnit.test("ports of the host", (assert) => {
    const used = (port: number, protocol: "tcp" | "udp", by = "") =>
        facts({ ports: known([{ port, protocol, by }]) });
    assert.deepEqual(checksOf("tftp", ready(), used(69, "udp", "in.tftpd")).get("ports"), [
        "failed",
        "These ports are in use: 69/udp (in.tftpd)",
    ]);
    assert.strictEqual(checksOf("tftp", ready(), used(69, "tcp")).get("ports")?.[0], "passed");
    assert.deepEqual(checksOf("hub-xmlrpc", ready(), used(2830, "tcp")).get("ports"), [
        "failed",
        "These ports are in use: 2830/tcp",
    ]);
    assert.strictEqual(
        checksOf("hub-xmlrpc", ready(), facts({ ports: unknown("error") })).get("ports")?.[0],
        "unknown",
    );
    const running = host({ podman: ready().podman }, [
        unit("uyuni-server.service"),
        unit("uyuni-hub-xmlrpc@0.service"),
    ]);
    assert.strictEqual(checksOf("hub-xmlrpc", running, used(2830, "tcp")).get("ports")?.[0], "passed");
});

QUnit.test("what is not valid is said by field, and never planned", (assert) => {
    const invalid = (service: ServiceId, changes: Partial<ServiceIntent>) => {
        const outcome = planServiceSetUp(service, intent(service, changes), ready(), facts(), { id });
        return "invalid" in outcome ? Object.keys(outcome.invalid).sort() : [];
    };
    assert.deepEqual(
        invalid("attestation", {
            image: "x",
            replicas: -1,
            healthSeconds: 0,
            databaseHost: "",
            databasePort: "0",
        }),
        ["databaseHost", "databasePort", "healthSeconds", "image", "replicas"],
    );
    assert.deepEqual(invalid("saline", { replicas: 2, timezone: "" }), ["replicas", "timezone"]);
    assert.deepEqual(invalid("saline", { fqdn: "", databaseHost: "$(id)" }), [], "not a setting of Saline");
    for (const text of hostile) {
        assert.deepEqual(invalid("saline", { timezone: text }), ["timezone"]);
        assert.deepEqual(invalid("tftp", { fqdn: text }), ["fqdn"]);
        assert.deepEqual(invalid("attestation", { databaseName: text }), ["databaseName"]);
        assert.deepEqual(invalid("hub-xmlrpc", { image: `r.io/x:${text}` }), ["image"]);
    }
    const make = (service: string, operation = id) =>
        planServiceSetUp(service, intent("saline"), ready(), facts(), { id: operation });
    for (const service of ["server", "db", "nothing"]) assert.throws(() => make(service), RangeError);
    assert.throws(() => make("saline", "x"), RangeError);
});

QUnit.test("the fingerprint changes with what the plan is made from", (assert) => {
    const print = (changes: Partial<ServiceIntent> = {}, state = ready(), given = facts()) =>
        plan("saline", changes, state, given).fingerprint;
    const first = print();
    assert.strictEqual(print(), first);
    assert.strictEqual(print({ databaseName: "other" }), first, "not a setting of Saline");
    assert.strictEqual(
        print({}, ready(), facts({ volumes: known(["run-salt-master", "etc-salt", "more"]) })),
        first,
    );
    const own = unit("uyuni-saline@0.service");
    const others = [
        print({ timezone: "UTC" }),
        print({ replicas: 0 }),
        print({}, host({ podman: ready().podman }, [unit("uyuni-server.service"), own])),
        print({}, ready(), facts({ watching: "possible" })),
        print({}, ready(), facts({ files: [{ path: `${system}/uyuni-saline@.service`, text: "" }] })),
    ];
    assert.strictEqual(new Set([first, ...others]).size, 6);
});
