import { known, type ImageState } from "../../src/uyuni/host-state.js";
import { namedImages, pinnedName } from "../../src/uyuni/local-image.js";
import { parseReference, type ImageReference } from "../../src/uyuni/reference.js";
import { hostile } from "./hostile.js";
import { facts, host, image, intent, localImageState, plan, podman } from "./sample-host.js";

const { module, test } = QUnit;

const digest = `sha256:${"d".repeat(64)}`;
const [name = ""] = image.split(":");

function reference(text: string): ImageReference {
    const parsed = parseReference(text);
    if ("error" in parsed) throw new Error(`No reference: ${text}`);
    return parsed.ok;
}

function local(references: readonly string[], changes: Partial<ImageState> = {}): ImageState {
    return { ...localImageState(""), references, ...changes };
}

function pulling(wanted = intent(), images: readonly ImageState[] = [], given = facts()): string[] {
    const { steps } = plan(wanted, host({ podman: known(podman({ images })) }), given);
    return steps.filter(({ phase }) => phase === "pull").map(({ argv }) => argv.join(" "));
}

module("images on this host", () => {
    test("those of the service first, the newest first, each under all of its names", (assert) => {
        const { own, others } = namedImages("server-salt-event-processor", [
            local([image], {
                createdAt: 10,
                digests: [`registry.example.com/a@${digest}`, `${name}@${digest}`],
            }),
            local(["localhost/server-salt-event-processor:mine", "localhost/other:1"], { createdAt: 20 }),
            local([], { digests: [`${name}@${digest}`] }),
            local(["localhost/not-server-salt-event-processor:1"]),
        ]);
        assert.deepEqual(
            own.map((one) => [one.name, one.digest]),
            [
                ["localhost/server-salt-event-processor:mine", ""],
                [image, digest],
            ],
        );
        assert.deepEqual(
            others.map((one) => one.name),
            ["localhost/other:1", "localhost/not-server-salt-event-processor:1"],
        );
    });

    test("names that no unit can have are not offered", (assert) => {
        const { own, others } = namedImages("server", [local([...hostile, "<none>:<none>", "server"])]);
        assert.deepEqual([...own, ...others], []);
    });

    test("one that is not to be pulled is used as it is", (assert) => {
        assert.deepEqual(pulling(intent({ pullPolicy: "Never" }), [local([image])]), []);
    });
});

module("pinned images", () => {
    const pinned = `${name}@${digest}`;

    test("the unit names the digest", (assert) => {
        const { files } = plan(intent({ image: pinned }));
        assert.true(files.some(({ after }) => after?.includes(`UYUNI_EVENT_PROCESSOR_IMAGE=${pinned}`)));
    });

    test("a pull by digest gives the name; what is here already gets one that stays", (assert) => {
        const here = local([`${name}:7`], { id: "b".repeat(64), digests: [pinned] });
        assert.deepEqual(pulling(intent({ image: pinned })).at(-1), `/usr/bin/podman pull ${pinned}`);
        for (const pullPolicy of ["Never", "IfNotPresent"] as const)
            assert.deepEqual(pulling(intent({ image: pinned, pullPolicy }), [here]), [
                `/usr/bin/podman tag ${"b".repeat(64)} ${name}:pinned-dddddddddddd`,
            ]);
        const kept = { ...here, references: [`${name}:pinned-dddddddddddd`] };
        assert.deepEqual(pulling(intent({ image: pinned, pullPolicy: "Never" }), [kept]), []);
    });

    test("only a digest has such a name", (assert) => {
        assert.strictEqual(pinnedName(reference(image)), null);
        assert.strictEqual(pinnedName(reference(pinned)), `${name}:pinned-dddddddddddd`);
    });
});
