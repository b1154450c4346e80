import { hostWith } from "./made-up-programs.js";
import { askRegistry } from "../../src/host/registry.js";
import { endPause, noteFailure, pausedUntil } from "../../src/host/registry-pause.js";
import { RegistryError } from "../../src/host/registry-error.js";
import { listTags } from "../../src/host/tags.js";
import { parseReference } from "../../src/uyuni/reference.js";
import { pauseLength } from "../../src/uyuni/retry-after.js";

const { module, test } = QUnit;

const REGISTRY = "busy.example.com";
const NOW = Date.UTC(2026, 9, 21, 7, 0, 0);
const signal = new AbortController().signal;

/** A registry that has too many requests; returns what was asked of it, by which program. */
function busy(retryAfter: readonly string[]): string[] {
    const asked: string[] = [];
    hostWith(({ argv }) => {
        if (argv.includes("info")) return "{}";
        if (argv[0] === "podman") {
            asked.push("podman");
            return { exitStatus: 125, complaint: "Error: toomanyrequests: slow down" };
        }
        if (argv[0] !== "curl") return "";
        asked.push("curl");
        const fields = retryAfter.map((value) => `Retry-After: ${value}`);
        return ["HTTP/1.1 429 x", ...fields, "", ""].join("\r\n");
    });
    endPause(REGISTRY);
    return asked;
}

async function ask() {
    const reference = parseReference(`${REGISTRY}/x:1`);
    if ("error" in reference) throw new Error("A reference");
    const here = { has: () => true, architecture: () => Promise.resolve("") };
    return (await askRegistry(reference.ok, here)).answer;
}

module("registries that had too many requests", () => {
    test("how long they are left alone", (assert) => {
        assert.strictEqual(pauseLength("30", NOW), 30_000);
        assert.strictEqual(pauseLength("Wed, 21 Oct 2026 07:28:00 GMT", NOW), 28 * 60_000);
        for (const over of ["0", "Wed, 21 Oct 2020 07:28:00 GMT"])
            assert.strictEqual(pauseLength(over, NOW), 1000, over);
        for (const long of ["999999999", "Wed, 21 Oct 2099 07:28:00 GMT"])
            assert.strictEqual(pauseLength(long, NOW), 24 * 3_600_000, long);
        for (const none of ["", "-1", "soon", "1e9", "9".repeat(30)])
            assert.strictEqual(pauseLength(none, NOW), 60_000, none);
    });

    test("nothing is asked until then", async (assert) => {
        const asked = busy(["30"]);
        const first = await ask();
        assert.deepEqual(asked, ["curl"]);
        assert.strictEqual("failure" in first && first.failure.retryAfter, "30");
        const second = await ask();
        assert.true("failure" in second && second.failure.problem === "busy");
        assert.true("failure" in second && Number(second.failure.retryAfter) <= 30);
        await assert.rejects(listTags(`${REGISTRY}/x`, signal), RegistryError);
        assert.deepEqual(asked, ["curl"], "by nobody");
        endPause(REGISTRY);
        await ask();
        assert.strictEqual(asked.length, 2, "who logs in asks as somebody else");
        endPause(REGISTRY);
    });

    test("podman does not pass it on, so it is asked for", async (assert) => {
        const asked = busy(["Wed, 21 Oct 2099 07:28:00 GMT"]);
        const told = await listTags(`${REGISTRY}/x`, signal).catch((reason: unknown) => reason);
        assert.deepEqual(asked, ["podman", "curl"]);
        assert.true(told instanceof RegistryError && told.failure.retryAfter.includes("2099"));
        assert.true(pausedUntil(REGISTRY) > Date.now() + 3_600_000);
        endPause(REGISTRY);
    });

    test("only that is a reason for it", (assert) => {
        noteFailure(REGISTRY, { problem: "server", status: 503, retryAfter: "30", detail: "" });
        assert.strictEqual(pausedUntil(REGISTRY), 0);
        noteFailure(REGISTRY, { problem: "busy", status: 429, retryAfter: "", detail: "" });
        assert.true(pausedUntil(REGISTRY) > 0);
        assert.strictEqual(pausedUntil("other.example.com"), 0);
        endPause(REGISTRY);
    });
});
