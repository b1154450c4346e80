import { known, unknown, type ContainerState, type ImageState } from "../../src/uyuni/host-state.js";
import { versionMatch, versionSkew } from "../../src/uyuni/version-skew.js";
import { container, host, localImageState, podman, processor, unit } from "./sample-host.js";

const SERVER = "registry.opensuse.org/uyuni/server";
const PROCESSOR = "registry.opensuse.org/uyuni/server-salt-event-processor";

function state(
    serverImage: string,
    processorImage: string,
    images: readonly ImageState[] = [],
    running = true,
) {
    const made = (name: string, image: string): ContainerState =>
        container(name, { image, imageId: `id of ${image}` });
    const containers = running
        ? [made("uyuni-server", serverImage), made("uyuni-salt-event-processor-0", processorImage)]
        : [];
    return host({ podman: known(podman({ containers, images })) }, [
        unit("uyuni-server.service", { environment: [`UYUNI_IMAGE=${serverImage}`] }),
        unit(processor, { environment: [`UYUNI_EVENT_PROCESSOR_IMAGE=${processorImage}`] }),
    ]);
}

function labelled(reference: string, version: string): ImageState {
    return { ...localImageState(reference, `id of ${reference}`), version };
}

QUnit.module("versions of server and event processor");

QUnit.test("tags are compared where an image has no label", (assert) => {
    assert.strictEqual(versionSkew(state(`${SERVER}:5.2.0`, `${PROCESSOR}:5.2.0`)), null);
    const skew = { server: "5.2.1", processor: "5.2.0", tag: "5.2.1" };
    assert.deepEqual(versionSkew(state(`${SERVER}:5.2.1`, `${PROCESSOR}:5.2.0`)), skew);
    assert.deepEqual(
        versionSkew(state(`${SERVER}:5.2.1`, `${PROCESSOR}:5.2.0`, [], false)),
        skew,
        "configured",
    );
    const early = host({ podman: known(podman({ containers: [], hasAllImages: false })) }, [
        unit("uyuni-server.service", { environment: [`UYUNI_IMAGE=${SERVER}:5.2.1`] }),
        unit(processor, { environment: [`UYUNI_EVENT_PROCESSOR_IMAGE=${PROCESSOR}:5.2.0`] }),
    ]);
    assert.strictEqual(versionSkew(early), null, "not before all images are listed");
    const one = [labelled(`${SERVER}:5.2.1`, "5.2.1")];
    assert.deepEqual(versionSkew(state(`${SERVER}:5.2.1`, `${PROCESSOR}:5.2.0`, one)), skew);
});

QUnit.test("labels count more than tags", (assert) => {
    const images = (...versions: [string, string]) => [
        labelled(`${SERVER}:latest`, versions[0]),
        labelled(`${PROCESSOR}:latest`, versions[1]),
        labelled(`${PROCESSOR}:stable`, versions[1]),
    ];
    const of = (tag: string, ...versions: [string, string]) =>
        versionSkew(state(`${SERVER}:latest`, `${PROCESSOR}:${tag}`, images(...versions)));
    assert.strictEqual(of("stable", "2026.09", "2026.09"), null, "other tags of one version");
    assert.deepEqual(of("latest", "2026.10", "2026.09"), {
        server: "2026.10",
        processor: "2026.09",
        tag: null,
    });
    assert.deepEqual(of("stable", "2026.10", "$0 <b>"), {
        server: "2026.10",
        processor: "$0 <b>",
        tag: "latest",
    });
});

QUnit.test("what is not known differs from nothing", (assert) => {
    const digest = `@sha256:${"0".repeat(64)}`;
    assert.strictEqual(versionSkew(state(`${SERVER}:1`, `${PROCESSOR}${digest}`)), null);
    assert.strictEqual(
        versionSkew(state(`${SERVER}:1`, `${PROCESSOR}:2${digest}`)),
        null,
        "a tag beside a digest",
    );
    assert.strictEqual(versionSkew(state(`${SERVER}:1`, "no reference")), null);
    assert.strictEqual(versionSkew(host()), null, "there is no event processor");
    const blind = { ...state(`${SERVER}:1`, `${PROCESSOR}:2`), podman: unknown("no-access") };
    assert.deepEqual(versionSkew(blind), { server: "1", processor: "2", tag: "1" }, "as configured");
});

QUnit.test("tags that are words, and parts of versions, tell nothing", (assert) => {
    const of = (server: string, other: string, images: readonly ImageState[] = []) =>
        versionMatch(state(`${SERVER}:${server}`, `${PROCESSOR}:${other}`, images));
    assert.strictEqual(of("latest", "5.2.0"), "unknown");
    assert.strictEqual(of("latest", "latest"), "unknown", "of whatever day");
    assert.strictEqual(of("5.2", "5.2.1"), "unknown");
    assert.strictEqual(of("v5.2.1", "5.2.1"), "same");
    assert.deepEqual(of("5.2", "5.20.1"), { server: "5.2", processor: "5.20.1", tag: "5.2" });
    const one = [labelled(`${SERVER}:latest`, "5.2.1")];
    assert.strictEqual(of("latest", "5.2.1", one), "unknown", "a label is not compared with a tag");
    const both = [...one, labelled(`${PROCESSOR}:stable`, "5.2.1")];
    assert.strictEqual(of("latest", "stable", both), "same");
    assert.strictEqual(versionMatch(host()), null, "there is no event processor");
});

QUnit.test("images of this host, and pinned ones, are compared by their labels", (assert) => {
    const digest = `sha256:${"0".repeat(64)}`;
    const pinned = `${PROCESSOR}@${digest}`;
    const own = "localhost/uyuni/server:mine";
    const images = (version: string) => [
        labelled(own, "5.2.1"),
        { ...labelled(pinned, version), references: [], digests: [pinned] },
    ];
    for (const running of [true, false]) {
        assert.strictEqual(versionMatch(state(own, pinned, images("5.2.1"), running)), "same");
        assert.deepEqual(versionMatch(state(own, pinned, images("5.2.0"), running)), {
            server: "5.2.1",
            processor: "5.2.0",
            tag: null,
        });
    }
    assert.strictEqual(versionMatch(state(own, pinned)), "unknown");
});
