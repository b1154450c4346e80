import fc from "fast-check";
import { ImageProgress } from "../../src/uyuni/image-progress.js";

QUnit.module("image progress");

const stream = [
    '{"status":"Pulling fs layer","progressDetail":{},"id":"aaaaaaaaaaaa"}',
    '{"status":"Already exists","id":"bbbbbbbbbbbb"}',
    "not json at all",
    "[1,2]",
    '"text"',
    '{"status":7,"id":{}}',
    '{"status":"Downloading","progressDetail":{"current":100,"total":1000},"progress":"[>  ]","id":"aaaaaaaaaaaa"}',
    '{"status":"Downloading","progressDetail":{"current":50,"total":1000},"id":"aaaaaaaaaaaa"}',
    '{"status":"Downloading","progressDetail":{"current":-5,"total":"x"},"id":"aaaaaaaaaaaa"}',
    '{"status":"Downloading","progressDetail":{"current":700,"total":500},"id":"cccccccccccc"}',
    '{"status":"Download complete","id":"aaaaaaaaaaaa"}',
    "",
    '{"status":"Download complete","id":"dddddddddddd"}',
    "",
].join("\n");

QUnit.test("bytes and layers", (assert) => {
    const progress = new ImageProgress();
    assert.deepEqual(progress.current(), { bytes: 0, total: 0, layers: 0, layersDone: 0, error: "" });
    progress.push(stream);
    assert.deepEqual(progress.current(), { bytes: 1500, total: 1500, layers: 3, layersDone: 2, error: "" });
});

QUnit.test("it does not matter where the stream is cut", (assert) => {
    const whole = new ImageProgress();
    whole.push(stream);
    for (let cut = 0; cut <= stream.length; cut++) {
        const parts = new ImageProgress();
        parts.push(stream.slice(0, cut));
        parts.push(stream.slice(cut));
        if (JSON.stringify(parts.current()) !== JSON.stringify(whole.current()))
            assert.true(false, `cut at ${cut}`);
    }
    assert.true(true);
});

QUnit.test("nothing ever goes down, and a layer never has more than its total", (assert) => {
    const line = fc
        .record({
            status: fc.constantFrom(
                "Downloading",
                "Download complete",
                "Already exists",
                "Pulling fs layer",
                "?",
            ),
            id: fc.constantFrom("a", "b", "c", ""),
            progressDetail: fc.option(fc.record({ current: fc.integer(), total: fc.integer() })),
        })
        .map((report) => `${JSON.stringify(report)}\n`);
    fc.assert(
        fc.property(fc.array(fc.oneof(line, fc.string())), (lines) => {
            const progress = new ImageProgress();
            let before = progress.current();
            return lines.every((text) => {
                progress.push(text);
                const now = progress.current();
                const grew =
                    now.bytes >= before.bytes &&
                    now.total >= before.total &&
                    now.layers >= before.layers &&
                    now.layersDone >= before.layersDone &&
                    now.bytes <= now.total &&
                    now.layersDone <= now.layers;
                before = now;
                return grew;
            });
        }),
    );
    assert.true(true);
});

QUnit.test("errors of the stream and of the request", (assert) => {
    const error = (text: string) => {
        const progress = new ImageProgress();
        progress.push(`${text}\n{"error":"later"}\n`);
        return progress.current().error;
    };
    assert.strictEqual(error('{"error":"unauthorized","errorDetail":{"message":"x"}}'), "unauthorized");
    assert.strictEqual(error('{"errorDetail":{"message":"detail"}}'), "detail");
    assert.strictEqual(error('{"cause":"c","message":"no such image","response":404}'), "no such image");
    assert.strictEqual(error('{"message":"manifest unknown"}'), "manifest unknown");
    assert.strictEqual(error('{"status":"x","message":"not an answer"}'), "later");
});
