import { createStore } from "zustand/vanilla";
import { machine } from "./machine.js";
import { host, podman } from "./sample-host.js";
import { known, type HostState } from "../../src/uyuni/host-state.js";

const { module, test } = QUnit;

const IMAGE = "r.example.com/x:1";
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

/** The page's surroundings, before anything is imported that looks at them. */
async function answersOfPage(kept: Map<string, string>) {
    const cockpit: unknown = Reflect.get(globalThis, "cockpit");
    Object.assign(cockpit ?? {}, {
        location: { path: [], options: {} },
        transport: { host: "localhost" },
        hidden: false,
        addEventListener: () => undefined,
    });
    Object.assign(globalThis, {
        sessionStorage: {
            getItem: (key: string) => kept.get(key) ?? null,
            setItem: (key: string, text: string) => kept.set(key, text),
        },
    });
    return import("../../src/ui/registry/answers.js");
}

module("what registries said", () => {
    test("an answer to an earlier question never takes the place of a later one", async (assert) => {
        const kept = new Map<string, string>();
        const { answers, ask } = await answersOfPage(kept);
        const here = { ...host(), podman: known(podman({ architecture: "amd64" })) };
        const state = createStore<HostState>()(() => here);
        let heads = 0;
        machine(({ argv }) => {
            if (argv[0] === "podman")
                return JSON.stringify({
                    r: { Prefix: "r.example.com", Location: "r.example.com", Insecure: true },
                });
            if (!argv.includes("--head") || !argv.some((one) => one.startsWith("Accept:"))) return "";
            heads++;
            // The first one is asked once more, without TLS, and so is answered last.
            if (heads === 1) return { status: 7, complaint: "curl: (7) refused" };
            const told = digest(String(heads));
            return `HTTP/1.1 200\r\nDocker-Content-Digest: ${told}\r\n\r\n`;
        });
        const both = [ask(IMAGE, state), ask(IMAGE, state)];
        assert.true(answers.getState()[IMAGE]?.asking);
        await Promise.all(both);
        const { asking, asked } = answers.getState()[IMAGE] ?? {};
        assert.strictEqual(heads, 3);
        assert.deepEqual([asking, asked?.answer], [false, { digest: digest("2") }]);
        assert.true([...kept.values()].join("").includes(digest("2")), "kept for the tab");
        assert.false([...kept.values()].join("").includes(digest("3")));
    });
});
