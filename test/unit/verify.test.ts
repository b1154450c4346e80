import { serviceById } from "../../src/uyuni/names.js";
import { parseVerification, verification } from "../../src/uyuni/verify.js";

QUnit.module("verify");

const saline = serviceById("saline");
const directory = "/run/cockpit-uyuni/verify";
const system = "/etc/systemd/system";
const unit = `${system}/uyuni-saline@.service`;

QUnit.test("copies lie as the files do, and the unit file is what is verified", (assert) => {
    const made = verification(
        saline,
        [
            { path: unit, text: "[Service]\n" },
            { path: `${unit}.d/custom.conf`, text: "[Service]\nA=1\n" },
            { path: `${unit}.d/local.conf`, text: null },
        ],
        directory,
    );
    assert.deepEqual(made, {
        files: [
            { path: `${directory}/uyuni-saline@.service`, text: "[Service]\n" },
            { path: `${directory}/uyuni-saline@.service.d/custom.conf`, text: "[Service]\nA=1\n" },
        ],
        argv: ["/usr/bin/systemd-analyze", "verify", "--man=no", `${directory}/uyuni-saline@.service`],
    });
    assert.throws(() => verification(saline, [{ path: unit, text: null }], directory), RangeError);
    for (const path of ["/etc/passwd", `${system}/uyuni-saline@.service.d2/x.conf`, `${unit}2`])
        assert.throws(
            () =>
                verification(
                    saline,
                    [
                        { path: unit, text: "" },
                        { path, text: "" },
                    ],
                    directory,
                ),
            RangeError,
        );
});

QUnit.test("what systemd 252 says of a bad drop-in", (assert) => {
    const dropIns = `${directory}/uyuni-saline@.service.d`;
    const output = [
        `${dropIns}/generated.conf:3: Unknown key 'Foo' in section [Service], ignoring.`,
        `${dropIns}/generated.conf:4: Failed to parse service restart specifier, ignoring: bogus`,
        `${dropIns}/generated.conf:5: Invalid syntax, ignoring: "A`,
        `${dropIns}/generated.conf:6: Unknown section 'Foo'. Ignoring.`,
        `${dropIns}/local.conf:2: Missing '=', ignoring line.`,
        `${dropIns}/local.conf:5: Invalid section header '[Unit'`,
        "uyuni-saline@i.service: Failed to create uyuni-saline@i.service/start: Unit uyuni-server.service not found.",
        "uyuni-saline@i.service: Command /usr/bin/podman is not executable: No such file or directory",
        "uyuni-saline@i.service: Command /usr/bin/podman is not executable: No such file or directory",
        "",
    ].join("\n");
    const conf = (name: string) => `${unit}.d/${name}`;
    assert.deepEqual(
        parseVerification(output, saline, directory).map(({ path, line, ignored, text }) => [
            path,
            line,
            ignored,
            text.split(" ")[0],
        ]),
        [
            [conf("generated.conf"), 3, true, "Unknown"],
            [conf("generated.conf"), 4, true, "Failed"],
            [conf("generated.conf"), 5, true, "Invalid"],
            [conf("generated.conf"), 6, true, "Unknown"],
            [conf("local.conf"), 2, true, "Missing"],
            [conf("local.conf"), 5, false, "Invalid"],
            [unit, null, false, "Failed"],
            [unit, null, false, "Command"],
        ],
    );
});

QUnit.test("other forms, and other units", (assert) => {
    const copy = `${directory}/uyuni-saline@.service`;
    const output = [
        `<4>${copy}:7:3: Unknown key name 'Foo' in section 'Service', ignoring.`,
        `\u001b[0;1;38;5;185m${copy}:8: Assignment outside of section. Ignoring.\u001b[0m`,
        `systemd-analyze[42]: ${copy}: Cannot add dependency job, ignoring: Unit is masked.`,
        `\u001b]8;;file://host${copy}\u0007${copy}\u001b]8;;\u0007:9: Service lacks both ExecStart= and ExecStop=. Refusing.`,
        `${copy}.d/a:b.conf:1: Odd name`,
        "/usr/lib/systemd/system/ssh.service:3: Unknown key 'X' in section [Unit], ignoring.",
        `${directory}/other.service:1: not ours`,
        "uyuni-saline.service: not ours either",
        "uyuni-server.service: Command /usr/bin/podman is not executable",
        "Unit uyuni-saline@i.service has a bad unit file setting.",
        ": ",
    ].join("\n");
    assert.deepEqual(
        parseVerification(output, saline, directory).map(({ path, line, ignored }) => [path, line, ignored]),
        [
            [unit, 7, true],
            [unit, 8, true],
            [unit, null, true],
            [unit, 9, false],
            [`${unit}.d/a:b.conf`, 1, false],
        ],
    );
    const tftp = serviceById("tftp");
    assert.deepEqual(
        parseVerification("uyuni-tftp.service: x\nuyuni-tftp@1.service: y", tftp, directory).map(
            ({ text }) => text,
        ),
        ["x"],
    );
    assert.deepEqual(parseVerification("", tftp, directory), []);
});
