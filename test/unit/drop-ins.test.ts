import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dropInsOf, findDropIns, foundDropIns, textAsLoaded } from "../../src/uyuni/drop-in-files.js";
import { eventProcessor } from "../../src/uyuni/event-processor.js";
import type { FileState } from "../../src/uyuni/host-state.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { serviceById } from "../../src/uyuni/names.js";
import { dropInsCheck } from "../../src/uyuni/preflight-drop-ins.js";
import { parseReference } from "../../src/uyuni/reference.js";
import { planSetUp } from "../../src/uyuni/set-up.js";
import { facts, host, id, image, intent, plan, processor } from "./sample-host.js";

const { module, test } = QUnit;

const system = "/etc/systemd/system";
const folder = `${system}/uyuni-event-processor@.service.d`;
const other = "registry.example.com/own/processor:1";
const variable = "UYUNI_EVENT_PROCESSOR_IMAGE";

const service = (path: string, ...lines: readonly string[]): FileState => ({
    path,
    text: `[Service]\n${lines.join("\n")}\n`,
});

/** Result, finding and remedy with these drop-ins beside the ones of set-up. */
function check(...dropIns: readonly FileState[]): readonly string[] {
    const outcome = planSetUp(intent(), host(), facts({ dropIns }), { id });
    const checks = "plan" in outcome ? outcome.plan.checks : "refused" in outcome ? outcome.refused : [];
    const found = checks.find((one) => one.id === "drop-ins");
    if (!found) return [];
    return [found.result, inEnglish(found.finding), found.remedy === null ? "" : inEnglish(found.remedy)];
}

module("drop-ins of a unit", () => {
    test("links that lead nowhere are empty, as systemd has them", (assert) => {
        const entry = { path: `${folder}/a.conf`, text: null, binary: false, problem: null };
        assert.strictEqual(textAsLoaded({ ...entry, kind: "link" }), "", "dangling");
        assert.strictEqual(textAsLoaded({ ...entry, kind: "link", problem: "internal-error" }), "", "a loop");
        assert.strictEqual(textAsLoaded({ ...entry, kind: "directory" }), "");
        assert.strictEqual(textAsLoaded({ ...entry, kind: "link", text: "[Unit]\n" }), "[Unit]\n");
        assert.strictEqual(textAsLoaded({ ...entry, kind: "link", problem: "access-denied" }), null);
        assert.strictEqual(textAsLoaded({ ...entry, kind: "file", problem: "internal-error" }), null);
        assert.strictEqual(textAsLoaded({ ...entry, kind: "missing" }), null);
        assert.strictEqual(textAsLoaded({ ...entry, path: `${folder}/below`, kind: "directory" }), null);
    });

    test("are found in all folders of systemd, by one command", (assert) => {
        const root = mkdtempSync(path.join(tmpdir(), "cockpit-uyuni-"));
        const write = (file: string) => {
            mkdirSync(path.dirname(`${root}${file}`), { recursive: true });
            writeFileSync(`${root}${file}`, "");
        };
        const wanted = [
            `${folder}/generated.conf`,
            `${system}/uyuni-event-processor@0.service.d/a b.conf`,
            `${system}/uyuni-event-@.service.d/a.conf`,
            `${system}/uyuni-@0.service.d/a.conf`,
            `${system}/service.d/a.conf`,
            "/run/systemd/system/uyuni-event-processor@.service.d/a.conf",
            "/usr/lib/systemd/system/uyuni-event-processor@.service.d/a.conf",
        ];
        const unwanted = [
            `${folder}/a.conf.bak`,
            `${folder}/below/a.conf`,
            `${system}/uyuni-event-processor@.service`,
            `${system}/uyuni-event-processors@.service.d/a.conf`,
            `${system}/uyuni-event-processor@.timer.d/a.conf`,
            `${system}/uyuni-db.service.d/a.conf`,
            "/etc/systemd/user/uyuni-event-processor@.service.d/a.conf",
        ];
        [...wanted, ...unwanted].forEach(write);
        symlinkSync("/dev/null", `${root}${folder}/masked.conf`);
        symlinkSync(`${root}${folder}/generated.conf`, `${root}${folder}/linked.conf`);
        const [program = "", ...args] = findDropIns(eventProcessor);
        const { stdout } = spawnSync(
            program,
            args.map((one) => (/^\/(?:etc|run|usr|lib)\//.test(one) ? `${root}${one}` : one)),
            { encoding: "utf8" },
        );
        const found = foundDropIns(stdout.replaceAll(root, ""));
        assert.deepEqual(
            found.map(({ path }) => path).sort(),
            [...wanted, `${folder}/linked.conf`, `${folder}/masked.conf`].sort(),
        );
        assert.deepEqual(
            found.filter(({ hasText }) => !hasText).map(({ path }) => path),
            [`${folder}/masked.conf`],
        );
        rmSync(root, { recursive: true });
    });

    test("are merged by name, and one hides those of its name in folders that count less", (assert) => {
        const merged = (...paths: readonly string[]) =>
            dropInsOf(
                eventProcessor,
                processor,
                paths.map((one) => ({ path: one, text: "" })),
            ).map(({ path }) => path);
        const inRun = folder.replace("/etc", "/run");
        assert.deepEqual(merged(`${folder}/b.conf`, `${inRun}/a.conf`, `${folder}/B.conf`), [
            `${folder}/B.conf`,
            `${inRun}/a.conf`,
            `${folder}/b.conf`,
        ]);
        assert.deepEqual(merged(`${inRun}/a.conf`, `${folder}/a.conf`), [`${folder}/a.conf`]);
        const own = `${system}/${processor}.d/a.conf`;
        assert.deepEqual(merged(`${folder}/a.conf`, own), [own], "of the instance");
        const prefix = `${system}/uyuni-event-@.service.d/a.conf`;
        assert.deepEqual(merged(`${system}/uyuni-@0.service.d/a.conf`, prefix), [prefix]);
        const typed = `${system}/service.d/a.conf`;
        const shipped = `${folder.replace("/etc", "/usr/lib")}/a.conf`;
        assert.deepEqual(merged(typed, shipped), [shipped], "those of the type count least");
        assert.deepEqual(merged(typed), [typed]);
        assert.deepEqual(merged(`${system}/uyuni-event-processor@1.service.d/a.conf`), []);
    });
});

module("another image by a drop-in", () => {
    const late = `${folder}/local.conf`;
    const early = `${folder}/aaa.conf`;
    const set = `Environment=${variable}=${other}`;

    test("nothing is said where all is well", (assert) => {
        const generated = plan().files.map(({ path, after }) => ({ path, text: after }));
        for (const dropIns of [
            [],
            generated,
            [service(early, set)],
            [service(early, "Environment=")],
            [service(late, `Environment=${variable}=${image}`)],
            [service(late, "Environment=TZ=UTC")],
            [service(`${system}/uyuni-event-processor@1.service.d/local.conf`, set)],
            [service(`${system}/uyuni-db.service.d/local.conf`, set)],
            [service(late, `UnsetEnvironment=${variable}X "${variable}=${other}"`)],
            [service(late, `UnsetEnvironment=${variable}`, "UnsetEnvironment=")],
            [service(late, "ExecStart=", `ExecStart=/bin/podman run -d $${variable}`)],
            [service(late, "ExecStart=", `ExecStart=/bin/sh -c 'podman run -d $\{${variable}}'`)],
            [service(late, "ExecStart=", `ExecStart=/bin/podman run -d ${image}`)],
            [service(late, "EnvironmentFile=/etc/own", "EnvironmentFile=")],
            [{ path: `${folder}/generated.conf`, text: `[Service]\n${set}\n` }],
        ])
            assert.deepEqual(check(...dropIns), [], JSON.stringify(dropIns));
        assert.false(
            plan().checks.some((one) => one.id === "drop-ins"),
            "they were not read",
        );
    });

    test("one that is read later, wherever it is, is refused", (assert) => {
        for (const path of [
            late,
            folder.replace("/etc", "/usr/lib") + "/local.conf",
            `/run/systemd/system/${processor}.d/local.conf`,
            `${system}/uyuni-@.service.d/local.conf`,
            `${system}/service.d/z.conf`,
        ])
            assert.deepEqual(
                check(service(path, set)),
                [
                    "failed",
                    `${path} sets ${variable} to ${other}, and is read last: the container would be of that image.`,
                    "Take that line out of the file, or choose the image that it names.",
                ],
                path,
            );
    });

    test("one that drops the variable is refused", (assert) => {
        const dropped = (path: string) => [
            "failed",
            `${path} drops ${variable}, which set-up writes: the unit would have no image.`,
            "Remove that file, or give it a name that sorts before generated.conf.",
        ];
        assert.deepEqual(check(service(late, "Environment=")), dropped(late));
        const hiding = `${system}/${processor}.d/generated.conf`;
        assert.deepEqual(check({ path: hiding, text: "" }), dropped(hiding));
        const unset = [
            "failed",
            `${late} takes ${variable} away (UnsetEnvironment=): the unit would have no image.`,
            "Take that line out of the file.",
        ];
        assert.deepEqual(check(service(late, `UnsetEnvironment=TZ ${variable}`)), unset);
        assert.deepEqual(check(service(late, `UnsetEnvironment=${variable}=${image}`)), unset);
        assert.deepEqual(
            check(service(early, `UnsetEnvironment=${variable}`))[0],
            "failed",
            "whatever its name",
        );
    });

    test("a command that does not use the variable is refused", (assert) => {
        for (const command of [
            `ExecStart=/bin/podman run -d ${other}`,
            `ExecStart=/bin/podman run -d $${variable}_OLD`,
            `ExecStart=/bin/podman run -d ${image}.1`,
        ])
            assert.deepEqual(
                check(service(early, "ExecStart=", command)),
                [
                    "failed",
                    `${early} has a command of its own (ExecStart=) that does not use ${variable}: the container would be of another image.`,
                    "Have the command use the variable, or take it out of the file.",
                ],
                command,
            );
    });

    test("variables out of a file are warned of, and no more", (assert) => {
        assert.deepEqual(check(service(early, "EnvironmentFile=-/etc/own")), [
            "warning",
            `${early} has variables read from /etc/own when the unit starts: if ${variable} is among them, the container is of that image.`,
            `Make sure that ${variable} is not set there. If it is, the change is rolled back.`,
        ]);
        assert.strictEqual(check(service(late, "EnvironmentFile=/etc/own", set))[0], "failed");
    });

    test("of several instances, any counts", (assert) => {
        const attestation = serviceById("attestation");
        const parsed = parseReference(image);
        assert.true("ok" in parsed);
        if (!("ok" in parsed)) return;
        const name = (number: number) => `uyuni-server-attestation@${number}.service`;
        const files = [
            { path: `${system}/${attestation.unitFile}`, after: attestation.files?.unit ?? "" },
            {
                path: `${system}/${attestation.unitFile}.d/generated.conf`,
                after: `[Service]\nEnvironment=${attestation.imageVariable}=${image}\n`,
            },
        ];
        const dropIns = [
            service(`${system}/${name(0)}.d/a.conf`, "EnvironmentFile=/etc/own"),
            service(`${system}/${name(1)}.d/local.conf`, `Environment=${attestation.imageVariable}=${other}`),
        ];
        const results = (...units: readonly string[]) =>
            dropInsCheck(attestation, { image: parsed.ok, units, files }, dropIns).map(
                ({ result }) => result,
            );
        assert.deepEqual(results(name(0)), ["warning"]);
        assert.deepEqual(results(name(0), name(1)), ["failed"]);
        assert.deepEqual(results(name(2)), []);
        assert.deepEqual(results(), []);
    });
});
