import { hostWith } from "./made-up-programs.js";
import { fetchAll, runCurl } from "../../src/host/registry-curl.js";
import { parseTags } from "../../src/host/podman-answers.js";
import { NO_CERTIFICATES } from "../../src/uyuni/registry-certificates.js";
import { HostError } from "../../src/host/problem.js";

const { module, test } = QUnit;

const everyone = { insecure: false, authorization: "", certificates: NO_CERTIFICATES };
const attack = "x\noutput = /root/.bashrc\n#";

module("requests to a registry", () => {
    test("of what a registry tells, only tags are tags", (assert) => {
        const tags = ["latest", attack, "a b", "-x", "5.1.0_rc-2", "", "a\r", 'a"', "../x", "x".repeat(129)];
        assert.deepEqual(parseTags([{ Tags: tags }]), ["latest", "5.1.0_rc-2"]);
    });

    test("an address with a line break gives curl no option, and runs nothing", async (assert) => {
        for (const text of [attack, "x\r", "x\0"]) {
            const host = hostWith(() => "");
            const url = `https://r.example.com/v2/a/manifests/${text}`;
            await assert.rejects(runCurl([], [url], everyone), HostError);
            await assert.rejects(runCurl([], ["https://r"], { ...everyone, authorization: text }), HostError);
            assert.deepEqual(host.ran, []);
        }
    });

    test("quotes and backslashes stay in an address", async (assert) => {
        const host = hostWith(() => "");
        await runCurl([], ['https://r/a"\\n'], { ...everyone, authorization: "Bearer a" });
        assert.deepEqual(
            host.ran.map(({ input }) => input),
            ['header = "Authorization: Bearer a"\nurl = "https://r/a\\"\\\\n"\n'],
        );
    });

    test("a redirection to what is no address is none", async (assert) => {
        const host = hostWith(({ argv }) => {
            const [mark = ""] = (argv[argv.indexOf("--write-out") + 1] ?? "").split("%");
            return `${mark}307  https://elsewhere/\u0001\n`;
        });
        const signal = new AbortController().signal;
        const access = { ...everyone, authorization: "Bearer a" };
        const [told] = await fetchAll(["https://r/v2/a/blobs/x"], "*/*", access, signal);
        assert.strictEqual(told?.status, 307);
        assert.strictEqual(host.ran.length, 1);
    });
});
