import { diskDrift } from "../../src/uyuni/drift-files.js";
import { environmentOf } from "../../src/uyuni/environment.js";
import { eventProcessor, processorConf, processorFiles } from "../../src/uyuni/event-processor.js";
import { known, type FileState } from "../../src/uyuni/host-state.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { inDebugMode, presentSettings } from "../../src/uyuni/present-settings.js";
import { parseReference } from "../../src/uyuni/reference.js";
import { podmanRunWords } from "../../src/uyuni/run-options.js";
import { parseUnitFile, values } from "../../src/uyuni/unit-file.js";
import { facts, host, image, intent, plan } from "./sample-host.js";

QUnit.module("debug mode");

function files(debug: boolean): readonly FileState[] {
    const reference = parseReference(image);
    if ("error" in reference) throw new Error("The sample image is not valid");
    return processorFiles({
        image: reference.ok,
        databaseHost: "db",
        databasePort: "5432",
        databaseName: "susemanager",
        debug,
    });
}

function environment(debug: boolean): ReadonlyMap<string, string> {
    const conf = files(debug).find(({ path }) => path === processorConf)?.text ?? "";
    return environmentOf(values(parseUnitFile(conf), "Service", "Environment"));
}

QUnit.test("the port is on the loopback address, and only when it is asked for", (assert) => {
    assert.strictEqual(
        environment(true).get("UYUNI_EVENT_PROCESSOR_DEBUG"),
        "--publish=127.0.0.1:8004:8004 --env=JAVA_OPTS",
    );
    assert.true(environment(true).get("JAVA_OPTS")?.startsWith("-agentlib:jdwp="));
    assert.false(environment(false).has("UYUNI_EVENT_PROCESSOR_DEBUG"));
    assert.false(environment(false).has("JAVA_OPTS"));
    const unit = files(true).find(({ path }) => path !== processorConf)?.text ?? "";
    assert.strictEqual(unit, files(false).find(({ path }) => path !== processorConf)?.text, "one unit file");
    const words = podmanRunWords(unit);
    assert.true(
        words.indexOf("$UYUNI_EVENT_PROCESSOR_DEBUG") < words.indexOf("${UYUNI_EVENT_PROCESSOR_IMAGE}"),
        "among podman's options",
    );
    assert.deepEqual(
        environmentOf(values(parseUnitFile(unit), "Service", "Environment")).get(
            "UYUNI_EVENT_PROCESSOR_DEBUG",
        ),
        "",
        "nothing, unless the drop-in says something",
    );
});

QUnit.test("it is read back, and no drift", (assert) => {
    for (const debug of [true, false]) {
        assert.strictEqual(presentSettings(eventProcessor, files(debug)).debug ?? false, debug);
        assert.strictEqual(inDebugMode(eventProcessor, environment(debug)), debug);
        assert.strictEqual(diskDrift(eventProcessor, known(files(debug))).result, "agrees");
    }
});

QUnit.test("a plan turns it on and off, with a warning", (assert) => {
    const on = plan(intent({ debug: true }), host(), facts({ files: files(false) }));
    assert.strictEqual(inEnglish(on.title), "Turn on the debug port of the Salt event processor");
    assert.strictEqual(on.checks.find(({ id }) => id === "debug")?.result, "warning");
    assert.deepEqual(
        on.files.map(({ path }) => path),
        [processorConf],
    );
    const off = plan(intent(), host(), facts({ files: files(true) }));
    assert.strictEqual(inEnglish(off.title), "Turn off the debug port of the Salt event processor");
    assert.strictEqual(
        off.checks.find(({ id }) => id === "debug"),
        undefined,
    );
    assert.notStrictEqual(on.fingerprint, off.fingerprint);
});
