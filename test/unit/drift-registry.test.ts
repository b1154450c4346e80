import { registryDrift, registryVerdict, type RegistryLayers } from "../../src/uyuni/drift-registry.js";
import { known, loading, type ImageState } from "../../src/uyuni/host-state.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { serviceById } from "../../src/uyuni/names.js";
import { container, localImageState, unit } from "./sample-host.js";

const { module, test } = QUnit;

const name = "registry.example.com/uyuni/x";
const image = `${name}:5.2.0`;
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const id = "a".repeat(64);
const day = Date.UTC(2026, 7, 1);

function local(changes: Partial<ImageState> = {}): ImageState {
    return { ...localImageState(image, id), digests: [`${name}@${digest("1")}`], createdAt: day, ...changes };
}

function layers(changes: Partial<RegistryLayers> = {}, configured = image): RegistryLayers {
    return {
        unit: known(unit("uyuni-tftp.service", { environment: [`UYUNI_TFTPD_IMAGE=${configured}`] })),
        container: known(container("uyuni-tftpd", { image: configured, imageId: id })),
        images: known([local()]),
        registryDigest: known(digest("2")),
        ...changes,
    };
}

function verdict(changes: Partial<RegistryLayers> = {}, configured = image) {
    return registryVerdict(serviceById("tftp"), layers(changes, configured));
}

function told(changes: Partial<NonNullable<RegistryLayers["registryImage"]>>) {
    return { registryImage: { imageDigest: "", config: `sha256:${"b".repeat(64)}`, created: 0, ...changes } };
}

module("what the registry has against what is here", () => {
    test("only an image that was made later is newer", (assert) => {
        assert.strictEqual(verdict(told({ created: day + 1000 })), "newer");
        assert.strictEqual(verdict(told({ created: day - 1000 })), "older");
        assert.strictEqual(
            verdict(told({ created: day + 999 })),
            "other",
            "podman tells no more than seconds",
        );
        assert.strictEqual(verdict(told({})), "other", "made at an unknown time");
        assert.strictEqual(
            verdict({ ...told({ created: day }), images: known([local({ createdAt: 0 })]) }),
            "other",
        );
        assert.strictEqual(verdict(), "other", "the registry told nothing but the digest");
    });

    test("an index, its manifest for this host, and another compression are the same image", (assert) => {
        assert.strictEqual(verdict({ registryDigest: known(digest("1")) }), "same");
        assert.strictEqual(verdict(told({ imageDigest: digest("1"), created: day + 1000 })), "same");
        assert.strictEqual(verdict(told({ config: `sha256:${id}`, created: day + 1000 })), "same");
        const both = local({ digests: [`${name}@${digest("1")}`, `${name}@${digest("2")}`] });
        assert.strictEqual(verdict({ images: known([both]) }), "same");
    });

    test("an image out of an archive is compared by what it was made from, and when", (assert) => {
        const loaded = { images: known([local({ digests: [] })]) };
        assert.strictEqual(verdict(loaded), "unknown");
        assert.strictEqual(verdict({ ...loaded, ...told({ config: `sha256:${id}` }) }), "same");
        assert.strictEqual(verdict({ ...loaded, ...told({ created: day + 1000 }) }), "newer");
        assert.strictEqual(verdict({ ...loaded, ...told({ created: day }) }), "other");
    });

    test("an image of another registry is the same by its digest, under whatever name", (assert) => {
        const other = local({ digests: [`other.example.com/y@${digest("2")}`] });
        assert.strictEqual(verdict({ images: known([other]) }), "same");
    });

    test("what is here, too, need not be told by the registry", (assert) => {
        const pulled = (createdAt: number) =>
            local({ id: "b".repeat(64), digests: [`${name}@${digest("2")}`], createdAt });
        assert.strictEqual(verdict({ images: known([local(), pulled(day + 1000)]) }), "newer");
        assert.strictEqual(verdict({ images: known([local(), pulled(day - 1000)]) }), "older");
    });

    test("nobody is asked for what is pinned, or made on this host", (assert) => {
        assert.strictEqual(verdict({}, `${name}@${digest("1")}`), "pinned");
        assert.strictEqual(verdict({}, "localhost/uyuni/x:5.2.0"), "own");
        assert.strictEqual(verdict({ registryDigest: loading }), "not-asked");
        assert.strictEqual(verdict({ images: known([]), container: known(null) }), "unknown");
    });

    test("nobody is led to an older image", (assert) => {
        const row = (created: number) => registryDrift(serviceById("tftp"), layers(told({ created })));
        const [newer, older] = [row(day + 1000), row(day - 1000)];
        assert.deepEqual([newer.result, newer.action], ["differs", "pull-and-restart"]);
        assert.deepEqual([older.result, older.action], ["differs", null]);
        assert.strictEqual(
            inEnglish(older.finding),
            "The tag has moved: what the registry has under it by now is older than the image on this host.",
        );
        assert.deepEqual(newer.differences, [{ path: "", expected: digest("2"), actual: digest("1") }]);
    });
});
