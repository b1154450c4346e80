import { drift, type DriftLayers } from "../../src/uyuni/drift.js";
import { known, loading, unknown, type FileState } from "../../src/uyuni/host-state.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { serviceById } from "../../src/uyuni/names.js";
import { presentSettings } from "../../src/uyuni/present-settings.js";
import { parseReference } from "../../src/uyuni/reference.js";
import { serviceFiles } from "../../src/uyuni/service-files.js";
import type { ServiceId } from "../../src/uyuni/services.js";
import { container, localImageState, unit } from "./sample-host.js";

QUnit.module("drift");

const system = "/etc/systemd/system";
const image = "registry.example.com/uyuni/x:5.2.0";
const digest = `sha256:${"1".repeat(64)}`;
const dropInPaths = [`${system}/uyuni-tftp.service.d/generated.conf`];
const settings = {
    databaseHost: "fd00::5",
    databasePort: "5433",
    databaseName: "uyuni",
    timezone: "Europe/Berlin",
    fqdn: "uyuni.example.com",
};

function files(id: ServiceId): FileState[] {
    const reference = parseReference(image);
    if ("error" in reference) throw new Error(image);
    return [...serviceFiles(serviceById(id), { ...settings, image: reference.ok })];
}

/** TFTP, set up and well in all layers. */
function layers(changes: Partial<DriftLayers> = {}): DriftLayers {
    return {
        files: known(files("tftp")),
        unit: known(
            unit("uyuni-tftp.service", {
                dropInPaths,
                environment: ["PODMAN_SYSTEMD_UNIT=uyuni-tftp.service", `UYUNI_TFTPD_IMAGE=${image}`],
            }),
        ),
        container: known(
            container("uyuni-tftpd", { image, imageId: "a".repeat(64), unit: "uyuni-tftp.service" }),
        ),
        images: known([
            {
                ...localImageState(image),
                digests: [`registry.example.com/uyuni/x@${digest}`],
            },
        ]),
        registryDigest: known(digest),
        ...changes,
    };
}

function rows(changes: Partial<DriftLayers> = {}, id: ServiceId = "tftp") {
    return Object.fromEntries(
        drift(serviceById(id), layers(changes)).map(({ pair, result, action }) => [pair, [result, action]]),
    );
}

function row(pair: string, changes: Partial<DriftLayers>, id: ServiceId = "tftp") {
    const found = drift(serviceById(id), layers(changes)).find((one) => one.pair === pair);
    if (!found) throw new Error(pair);
    return found;
}

QUnit.test("all layers agree", (assert) => {
    assert.deepEqual(rows(), {
        "template-file": ["agrees", null],
        "drop-ins": ["agrees", null],
        "file-unit": ["agrees", null],
        "unit-container": ["agrees", null],
        "container-registry": ["agrees", null],
    });
});

QUnit.test("what is not known is not guessed", (assert) => {
    assert.deepEqual(
        rows({ files: loading, unit: unknown("error"), container: unknown("no-access"), images: loading }),
        {
            "template-file": ["unknown", null],
            "drop-ins": ["unknown", null],
            "file-unit": ["unknown", null],
            "unit-container": ["unknown", null],
            "container-registry": ["unknown", null],
        },
    );
    assert.strictEqual(row("container-registry", { registryDigest: loading }).result, "unknown");
    assert.strictEqual(row("unit-container", { images: loading }).result, "unknown");
});

QUnit.test("template and files", (assert) => {
    const changed = (index: number, change: (text: string) => string) =>
        known(
            files("tftp").map((file, at) =>
                at === index ? { ...file, text: change(file.text ?? "") } : file,
            ),
        );
    const asMgradm = changed(1, (text) => text.replace(/^#.*$/gm, "# other words").replaceAll("    ", "\t"));
    assert.strictEqual(row("template-file", { files: asMgradm }).result, "agrees");
    const edited = changed(1, (text) => text.replace("-p 69:69/udp", "-p 1069:69/udp"));
    const found = row("template-file", { files: edited });
    assert.strictEqual(found.result, "differs");
    assert.strictEqual(found.action, "set-up-again");
    assert.deepEqual(
        found.differences.map(({ path, expected, actual }) => [
            path,
            expected.includes("-p 69:69/udp"),
            actual.includes("-p 1069:69/udp"),
        ]),
        [[`${system}/uyuni-tftp.service`, true, true]],
    );
    const two = changed(1, (text) => text.replace("--proxyFqdn uyuni", "--proxyFqdn other"));
    assert.strictEqual(row("template-file", { files: two }).differences.length, 1);
    const bad = changed(0, (text) => text.replace(image, "nonsense"));
    assert.deepEqual(
        [row("template-file", { files: bad }).action, row("template-file", { files: bad }).differences],
        ["set-up-again", []],
    );
    assert.strictEqual(row("template-file", { files: known([]) }).result, "not-compared");
    assert.strictEqual(row("template-file", {}, "server").result, "not-compared");
    const legacy = known([{ path: `${system}/uyuni-server.service.d/Service.conf`, text: "" }]);
    assert.true(
        inEnglish(row("template-file", { files: legacy }, "server").finding).includes("Service.conf"),
    );
});

QUnit.test("settings are read back from the files", (assert) => {
    const read = (id: ServiceId) => presentSettings(serviceById(id), files(id));
    const { databaseHost, databaseName, databasePort, timezone, fqdn } = settings;
    assert.deepEqual(read("attestation"), { image, databaseHost, databasePort, databaseName });
    assert.deepEqual(read("event-processor"), { image, databaseHost, databasePort, databaseName });
    assert.deepEqual(read("saline"), { image, timezone });
    assert.deepEqual(read("tftp"), { image, fqdn });
    assert.deepEqual(read("hub-xmlrpc"), { image });
    assert.deepEqual(presentSettings(serviceById("attestation"), []), { image: "" });
});

QUnit.test("files and loaded unit", (assert) => {
    const stale = unit("uyuni-tftp.service", { needDaemonReload: true });
    assert.deepEqual(rows({ unit: known(stale) })["file-unit"], ["differs", "daemon-reload"]);
    assert.deepEqual(rows({ unit: known(stale), files: loading })["file-unit"], ["differs", "daemon-reload"]);
    assert.deepEqual(rows({ unit: known(null) })["file-unit"], ["differs", "daemon-reload"]);
    assert.deepEqual(rows({ unit: known(null), files: known([]) })["file-unit"], ["agrees", null]);
    const other = unit("uyuni-tftp.service", { dropInPaths, environment: ["UYUNI_TFTPD_IMAGE=r.io/old:1"] });
    assert.deepEqual(row("file-unit", { unit: known(other) }).differences.slice(0, 1), [
        {
            path: `${system}/uyuni-tftp.service.d/generated.conf`,
            expected: `UYUNI_TFTPD_IMAGE=${image}`,
            actual: "UYUNI_TFTPD_IMAGE=r.io/old:1",
        },
    ]);
});

QUnit.test("unit and container", (assert) => {
    const made = (changes: Parameters<typeof container>[1]) =>
        row("unit-container", {
            container: known(
                container("uyuni-tftpd", {
                    image,
                    imageId: "a".repeat(64),
                    unit: "uyuni-tftp.service",
                    ...changes,
                }),
            ),
        });
    assert.deepEqual(made({ image: "r.io/old:1" }).differences, [
        { path: "", expected: image, actual: "r.io/old:1" },
    ]);
    assert.strictEqual(made({ image: "r.io/old:1" }).action, "restart");
    assert.strictEqual(made({ imageId: "b".repeat(64) }).action, "restart");
    assert.strictEqual(made({ unit: "mine.service" }).action, "restart");
    assert.strictEqual(row("unit-container", { container: known(null) }).action, "restart");
    const stopped = unit("uyuni-tftp.service", { activeState: "inactive" });
    assert.strictEqual(
        row("unit-container", { container: known(null), unit: known(stopped) }).result,
        "not-compared",
    );
});

QUnit.test("container and registry", (assert) => {
    const newer = known(`sha256:${"2".repeat(64)}`);
    assert.strictEqual(row("container-registry", { registryDigest: newer }).action, "pull-and-restart");
    const own = container("uyuni-tftpd", { image, imageId: "gone", imageDigest: digest });
    assert.strictEqual(row("container-registry", { container: known(own) }).result, "agrees");
    assert.strictEqual(row("container-registry", { container: known(null) }).result, "agrees");
    assert.strictEqual(
        row("container-registry", { images: known([]), container: known(null) }).result,
        "unknown",
    );
    const pinned = unit("uyuni-tftp.service", { environment: [`UYUNI_TFTPD_IMAGE=${image}@${digest}`] });
    assert.strictEqual(
        row("container-registry", { unit: known(pinned), registryDigest: newer }).result,
        "agrees",
    );
    const server = unit("uyuni-server.service", { environment: [`UYUNI_IMAGE=${image}`] });
    const found = row("container-registry", { unit: known(server), registryDigest: newer }, "server");
    assert.deepEqual([found.result, found.action], ["differs", null]);
    assert.true(inEnglish(found.finding).includes("mgradm"));
});
