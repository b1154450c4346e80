import { imageTemplate } from "../../src/uyuni/image-template.js";
import { parseReference, type ImageReference } from "../../src/uyuni/reference.js";
import { known } from "../../src/uyuni/host-state.js";
import { facts, host, image, intent, localImageState, plan, podman } from "./sample-host.js";

const { module, test } = QUnit;

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const otherDigest = `sha256:${"f".repeat(64)}`;
const id = "a".repeat(64);
const name = "registry.example.com/uyuni/server";

interface Made {
    readonly ImageName: string;
    readonly ImageDigest: string;
    readonly Image: string;
}

function reference(text: string): ImageReference {
    const parsed = parseReference(text);
    if ("ok" in parsed) return parsed.ok;
    throw new Error(`No reference: ${text}`);
}

/** Whether the template lets a container pass: the part of Go's templates that it is made of, and nothing else. */
function passes(template: string, made: Partial<Made>): boolean {
    const whole =
        /^\{\{\.ImageName\}\} \{\{\.ImageDigest\}\}\{\{if not \(or false((?: \(eq \.[A-Za-z]+(?: "[^"\\]+")+\))+)\)\}\}\{\{index "" 0\}\}\{\{end\}\}$/;
    const [, comparisons = ""] = whole.exec(template) ?? [];
    if (comparisons === "") throw new Error(`Not such a template: ${template}`);
    const container: Made = { ImageName: "other", ImageDigest: "", Image: "b".repeat(64), ...made };
    const fields = new Map<string, string>(Object.entries(container));
    return [...comparisons.matchAll(/\(eq \.([A-Za-z]+)((?: "[^"]+")+)\)/g)].some(
        ([, field = "", values = ""]) => {
            const value = fields.get(field);
            if (value === undefined) throw new Error(`No field ${field} of a container`);
            return [...values.matchAll(/"([^"]+)"/g)].some(([, one]) => one === value);
        },
    );
}

function template(text: string, known: { pull?: string; localId?: string } = {}): string {
    return imageTemplate({
        image: reference(text),
        pull: known.pull === undefined ? null : reference(known.pull),
        localId: known.localId ?? null,
    });
}

module("the image of a container", () => {
    test("is the wanted one by its name", (assert) => {
        const wanted = template(`${name}:1`);
        assert.true(passes(wanted, { ImageName: `${name}:1` }));
        for (const other of ["", name, `${name}:2`, `${name}:latest`, `${name}:11`, "server:1"])
            assert.false(passes(wanted, { ImageName: other }), other);
        assert.false(passes(wanted, { ImageDigest: digest, Image: id }), "nothing is known of these");
    });

    test("is the wanted one by its digest, whatever its tag", (assert) => {
        const wanted = template(`${name}:1@${digest}`);
        assert.true(passes(wanted, { ImageName: `${name}:1@${digest}` }));
        assert.true(passes(wanted, { ImageName: `${name}@${digest}` }), "as podman shortens it");
        assert.true(passes(wanted, { ImageName: `${name}:pinned`, ImageDigest: digest }));
        assert.false(passes(wanted, { ImageName: `${name}:1` }), "the tag may have moved");
        assert.false(passes(wanted, { ImageName: `${name}:1`, ImageDigest: otherDigest }));
    });

    test("is the wanted one by what is known of it otherwise", (assert) => {
        const pulled = template(`${name}:1`, { pull: `${name}@${digest}` });
        assert.true(passes(pulled, { ImageDigest: digest }));
        assert.true(passes(pulled, { ImageName: `${name}:1`, ImageDigest: otherDigest }));
        assert.false(passes(pulled, { ImageDigest: otherDigest }));
        const here = template(`${name}:1`, { localId: `sha256:${id}` });
        assert.true(passes(here, { Image: id }), "podman writes none of the algorithm there");
        assert.true(passes(template(`${name}:1`, { localId: id }), { Image: id }));
        assert.false(passes(here, {}));
        assert.strictEqual(template(`${name}:1`, { localId: '"}}' }), template(`${name}:1`));
    });

    test("has a name that Docker's registry completes", (assert) => {
        assert.true(passes(template("docker.io/nginx:1"), { ImageName: "docker.io/library/nginx:1" }));
        assert.true(passes(template("index.docker.io/nginx:1"), { ImageName: "docker.io/library/nginx:1" }));
        assert.true(passes(template("index.docker.io/u/nginx:1"), { ImageName: "docker.io/u/nginx:1" }));
        assert.false(passes(template("docker.io/u/nginx:1"), { ImageName: "docker.io/library/u/nginx:1" }));
        assert.false(passes(template("quay.io/nginx:1"), { ImageName: "quay.io/library/nginx:1" }));
    });

    test("is looked at in every set-up, before it may take its time", (assert) => {
        const checks = (given: ReturnType<typeof plan>) =>
            given.steps.filter(({ phase }) => phase === "check").map(({ argv }) => argv);
        const templates = (given: ReturnType<typeof plan>) =>
            checks(given).flatMap((argv) => argv.filter((one) => one.includes(`"${image}"`)));
        const pulled = templates(plan());
        assert.strictEqual(pulled.length, 1);
        assert.true(passes(pulled[0] ?? "", { ImageName: image }));
        assert.false(passes(pulled[0] ?? "", { Image: id }));
        const state = host({ podman: known(podman({ images: [localImageState(image, id)] })) });
        const here = templates(plan(intent({ pullPolicy: "IfNotPresent" }), state, facts()));
        assert.true(passes(here[0] ?? "", { Image: id }));
        const at = checks(plan()).findIndex((argv) => argv.includes(pulled[0] ?? ""));
        const long = checks(plan()).findIndex((argv) => argv.includes("/usr/bin/psql"));
        assert.true(at >= 0 && at < long);
    });
});
