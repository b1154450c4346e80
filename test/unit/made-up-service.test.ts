/** One entry in the table and one template are a new service: everything else follows from them. */
import { checkDropIn } from "../../src/uyuni/custom-conf.js";
import { configuration } from "../../src/uyuni/configuration.js";
import { computeDefaultImage } from "../../src/uyuni/default-image.js";
import { drift } from "../../src/uyuni/drift.js";
import { known } from "../../src/uyuni/host-state.js";
import { inEnglish, message } from "../../src/uyuni/message.js";
import { containerName, instanceOfUnit, unitFilePath, unitName } from "../../src/uyuni/names.js";
import { lossesOf, startOrder, stopAll } from "../../src/uyuni/order.js";
import { planReplicas, replicas } from "../../src/uyuni/replicas.js";
import type { ServiceSetUpFacts } from "../../src/uyuni/service-facts.js";
import { settingsOf } from "../../src/uyuni/service-files.js";
import { planServiceSetUp } from "../../src/uyuni/service-set-up.js";
import { services, type AnyService } from "../../src/uyuni/services.js";
import { verification } from "../../src/uyuni/verify.js";
import { container, host, id, podman, unit } from "./sample-host.js";
import { cutEverywhere } from "./sandbox.js";

QUnit.module("a made-up service");

const template = `# Made up for a test

[Unit]
Description=Made-up container
Wants=uyuni-saline@0.service
After=uyuni-saline@0.service

[Service]
Environment=PODMAN_SYSTEMD_UNIT=%n
ExecStart=/usr/bin/podman run --cidfile=%t/%n.ctr-id -d --replace \\
    -p 7777:7777 -v srv-echo:/srv --env=ZONE --name uyuni-echo-%i \\
    --host {{fqdn}} \${UYUNI_ECHO_IMAGE}
Type=forking

[Install]
WantedBy=multi-user.target default.target
`;

const echo: AnyService = {
    id: "echo",
    title: message("Echo"),
    unitFile: "uyuni-echo@.service",
    container: "uyuni-echo-%i",
    hostname: null,
    imageVariable: "UYUNI_ECHO_IMAGE",
    imageName: "server-echo",
    secrets: [
        { secret: "uyuni-echo", use: { variable: "ECHO" } },
        { secret: "uyuni-echo-more", use: { file: "/etc/echo" }, optional: true },
    ],
    network: "uyuni",
    writtenBy: "cockpit-uyuni",
    replicas: { kind: "optional", max: 3 },
    wants: ["saline"],
    after: ["saline"],
    files: {
        unit: template,
        generated: [{ variable: "ZONE", value: "zone-{{timezone}}" }],
        custom: [],
    },
    about: message("It echoes."),
    meanwhile: message("Nothing echoes."),
};

const table: readonly AnyService[] = [echo, ...services];
const system = "/etc/systemd/system";
const image = computeDefaultImage("registry.example.com/uyuni/server:5.2.0", echo).text;
const intent = {
    image,
    pullPolicy: "Always" as const,
    replicas: 2,
    healthSeconds: 30,
    timezone: "UTC",
    fqdn: "uyuni.example.com",
};
const facts: ServiceSetUpFacts = {
    files: [],
    mgradm: null,
    watching: "no-curl",
    volumes: known(["srv-echo"]),
    ports: known([]),
};
const ready = host({ podman: known(podman({ secrets: ["uyuni-echo"] })) }, [
    unit("uyuni-server.service"),
    unit("uyuni-saline@0.service"),
]);

function plan() {
    const outcome = planServiceSetUp("echo", intent, ready, facts, { id, table });
    if ("plan" in outcome) return outcome.plan;
    throw new Error(JSON.stringify(outcome));
}

/** Its files, once set up. */
const written = () => plan().files.map(({ path, after }) => ({ path, text: after }));

QUnit.test("names and settings", (assert) => {
    assert.strictEqual(unitName(echo, "1"), "uyuni-echo@1.service");
    assert.strictEqual(containerName(echo, "1"), "uyuni-echo-1");
    assert.strictEqual(unitFilePath(echo), `${system}/uyuni-echo@.service`);
    assert.deepEqual(instanceOfUnit(echo, "uyuni-echo@1.service"), { instance: "1" });
    assert.strictEqual(image, "registry.example.com/uyuni/server-echo:5.2.0");
    assert.deepEqual(settingsOf(echo), ["timezone", "fqdn"]);
});

QUnit.test("order and replicas", (assert) => {
    assert.strictEqual(startOrder(table).at(-1), echo, "after the service that it wants");
    const state = host({ unitFiles: known(new Map([["uyuni-echo@.service", "enabled"]])) }, [
        unit("uyuni-saline@0.service"),
        unit("uyuni-echo@0.service"),
        unit("uyuni-echo@2.service"),
    ]);
    const stops = stopAll(state, table);
    assert.deepEqual(stops.state === "known" && stops.value.map((one) => one.unit), [
        "uyuni-echo@0.service",
        "uyuni-echo@2.service",
        "uyuni-saline@0.service",
    ]);
    assert.strictEqual(
        stops.state === "known" && inEnglish(lossesOf(stops.value)[0]?.loss ?? message("")),
        "Nothing echoes.",
    );
    const view = replicas(echo, state);
    assert.deepEqual(view.state === "known" && [view.value.counted, view.value.gaps], [
        1,
        ["uyuni-echo@1.service"],
    ]);
    const changes = planReplicas(echo, 1, state);
    assert.deepEqual("ok" in changes && changes.ok.map(({ argv }) => argv.join(" ")), [
        "/usr/bin/systemctl disable --now uyuni-echo@2.service",
    ]);
    assert.true("error" in planReplicas(echo, 4, state));
});

QUnit.test("set-up", (assert) => {
    const made = plan();
    assert.strictEqual(inEnglish(made.title), `Set up uyuni-echo with ${image}`);
    assert.deepEqual(
        made.files.map(({ path }) => path),
        [`${system}/uyuni-echo@.service.d/generated.conf`, `${system}/uyuni-echo@.service`],
    );
    const conf = made.files[0]?.after ?? "";
    assert.true(conf.includes("generated by cockpit-uyuni"));
    assert.true(conf.endsWith(`Environment=UYUNI_ECHO_IMAGE=${image}\nEnvironment=ZONE=zone-UTC\n`));
    assert.strictEqual(made.files[1]?.after, template.replace("{{fqdn}}", "uyuni.example.com"));
    const restarts = made.steps.filter(({ argv }) => argv.includes("restart"));
    assert.deepEqual(
        restarts.map(({ argv }) => argv.at(-1)),
        ["uyuni-echo@0.service", "uyuni-echo@1.service"],
    );
    const ids = made.checks.map((check) => check.id);
    for (const wanted of ["secrets", "unit-saline", "volumes", "ports"])
        assert.true(ids.includes(wanted), wanted);
    cutEverywhere(assert, made);
    const bare = host({}, [unit("uyuni-server.service")]);
    const refused = planServiceSetUp("echo", intent, bare, facts, { id, table });
    assert.deepEqual(
        "refused" in refused &&
            refused.refused.filter(({ result }) => result === "failed").map((check) => check.id),
        ["secrets", "unit-saline"],
    );
});

QUnit.test("configuration, drift and the editor", (assert) => {
    const files = written();
    const loaded = unit("uyuni-echo@0.service", {
        environment: [
            "PODMAN_SYSTEMD_UNIT=uyuni-echo@0.service",
            `UYUNI_ECHO_IMAGE=${image}`,
            "ZONE=zone-UTC",
        ],
        fragmentPath: `${system}/uyuni-echo@.service`,
        dropInPaths: [`${system}/uyuni-echo@.service.d/generated.conf`],
    });
    assert.deepEqual(
        configuration(echo, loaded, files).files.map(({ owner, loaded: isLoaded }) => [owner, isLoaded]),
        [
            ["cockpit-uyuni", true],
            ["cockpit-uyuni", true],
        ],
    );
    const layers = {
        files: known(files),
        unit: known(loaded),
        container: known(container("uyuni-echo-0", { image: "r.io/old:1" })),
        images: known([]),
    };
    assert.deepEqual(
        drift(echo, layers).map(({ result, action }) => [result, action]),
        [
            ["agrees", null],
            ["agrees", null],
            ["agrees", null],
            ["differs", "restart"],
        ],
    );
    assert.strictEqual(checkDropIn(echo, "custom.conf", "[Service]\nEnvironment=ZONE=x\n").length, 1);
    assert.strictEqual(
        verification(echo, files, "/run/verify").argv.at(-1),
        "/run/verify/uyuni-echo@.service",
    );
});
