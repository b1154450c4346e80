import { checkDropIn, defaultDropIn, dropInPath, type DropInName } from "../../src/uyuni/custom-conf.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { serviceById } from "../../src/uyuni/names.js";
import { services } from "../../src/uyuni/services.js";

QUnit.module("own drop-ins");

const processor = serviceById("event-processor");

function remarks(text: string, name: DropInName = "local.conf"): string[] {
    return checkDropIn(processor, name, text).map(
        ({ severity, line, sentence }) => `${severity} ${line}: ${inEnglish(sentence)}`,
    );
}

QUnit.test("a new one is where systemd looks for it, and there is nothing to say about it", (assert) => {
    assert.strictEqual(
        dropInPath(processor, "local.conf"),
        "/etc/systemd/system/uyuni-event-processor@.service.d/local.conf",
    );
    for (const service of services)
        for (const name of ["custom.conf", "local.conf"] as const)
            assert.deepEqual(checkDropIn(service, name, defaultDropIn(service)), []);
});

QUnit.test("what systemd would not read", (assert) => {
    assert.deepEqual(remarks("A=1\n# fine\n\n[Service]\nEnvironment\n\n[Srvice]\nX=1\n[X-Mine]\nX=1\n"), [
        "warning 1: This stands before the first section, and systemd ignores it: begin with [Service].",
        "warning 5: systemd ignores this line: it has no “=”.",
        "warning 7: systemd does not know a section Srvice, and ignores it.",
    ]);
    assert.deepEqual(remarks("[Service]\n; \\\nCPUQuota=1% \\\n  2\n[Unit\nnonsense\n"), [
        "error 5: This is no section: “]” is missing, and systemd reads nothing after it.",
    ]);
    assert.deepEqual(remarks("[Service]\nCPUQuota=50% \\\n"), [
        "error 2: The last line ends with a backslash, and the next one is missing.",
    ]);
    assert.deepEqual(remarks("[Service]\n\0"), ["error 1: The text contains a NUL character."]);
});

QUnit.test("what would break the container's unit", (assert) => {
    assert.deepEqual(remarks("[Service]\nExecStart=/bin/true\n"), [
        "error 2: A second ExecStart= keeps the service from starting: put an empty one before it to replace the first.",
    ]);
    assert.deepEqual(remarks("[Service]\nExecStart=\nExecStart=/bin/true\nPIDFile=/x\n"), [
        "warning 3: ExecStart= replaces what starts and stops the container.",
        "warning 4: PIDFile= replaces what starts and stops the container.",
    ]);
    assert.deepEqual(remarks("[Unit]\nType=oneshot\n[Service]\nTimeoutStartSec=90\n"), []);
});

QUnit.test("variables", (assert) => {
    const text =
        "[Service]\nEnvironment=UYUNI_EVENT_PROCESSOR_IMAGE=r.io/x:1 A=1\nEnvironment=UYUNI_DB_HOST=pg\n";
    assert.deepEqual(remarks(text, "custom.conf"), [
        "warning 2: UYUNI_EVENT_PROCESSOR_IMAGE has no effect here: generated.conf is read later and sets it too. Use local.conf.",
        "warning 3: UYUNI_DB_HOST has no effect here: generated.conf is read later and sets it too. Use local.conf.",
    ]);
    assert.deepEqual(
        remarks(text).map((line) => line.slice(0, 64)),
        [
            "warning 2: UYUNI_EVENT_PROCESSOR_IMAGE wins over generated.conf:",
            "warning 3: UYUNI_DB_HOST wins over generated.conf: an image or a",
        ],
    );
    assert.deepEqual(
        remarks(
            '[Service]\nEnvironment=JAVA_OPTS=-Xmx1g -Dx=1\nEnvironment="A=1\nEnvironment=\nEnvironment="B=x y"\n',
        ),
        [
            "warning 2: systemd ignores “-Dx=1”: it is no assignment.",
            "warning 3: systemd ignores this line: a quote is open, or an escape is not valid.",
            "warning 4: This drops all variables that were set before, the image among them.",
        ],
    );
});
