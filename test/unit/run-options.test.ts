import { serviceById } from "../../src/uyuni/names.js";
import {
    containerIdFile,
    mountedVolumes,
    podmanRunWords,
    publishedPorts,
} from "../../src/uyuni/run-options.js";
import type { ServiceId } from "../../src/uyuni/services.js";

QUnit.module("options of podman run");

const text = (id: ServiceId) => serviceById(id).files?.unit ?? "";

QUnit.test("what the units of the table ask for", (assert) => {
    assert.deepEqual(publishedPorts(text("hub-xmlrpc")), [{ port: 2830, protocol: "tcp" }]);
    assert.deepEqual(publishedPorts(text("tftp")), [{ port: 69, protocol: "udp" }]);
    assert.deepEqual(publishedPorts(text("saline")), []);
    assert.deepEqual(mountedVolumes(text("saline")), ["etc-salt", "run-salt-master"]);
    assert.deepEqual(mountedVolumes(text("attestation")), []);
    const file = (id: ServiceId, unit: string) => containerIdFile(text(id), unit, "0");
    assert.strictEqual(
        file("event-processor", "uyuni-event-processor@0.service"),
        "/run/uyuni-event-processor@0.service.ctr-id",
    );
    assert.strictEqual(file("saline", "uyuni-saline@0.service"), "/run/uyuni-saline@0.service-0.ctr-id");
    assert.strictEqual(file("tftp", "uyuni-tftp.service"), "/run/uyuni-tftpd.ctr-id");
    assert.throws(() => containerIdFile("", "x.service", "0"), RangeError);
    assert.strictEqual(podmanRunWords(text("attestation")).at(-1), "${UYUNI_SERVER_ATTESTATION_IMAGE}");
});

QUnit.test("other ways to say it", (assert) => {
    const unit = (options: string) => `[Service]\nExecStart=/usr/bin/podman run ${options} image\n`;
    assert.deepEqual(
        publishedPorts(
            unit("--publish=127.0.0.1:80:8080 -p [::1]:53:53/udp -p 9000 --publish 8001-8003:1-3"),
        ),
        [
            { port: 80, protocol: "tcp" },
            { port: 53, protocol: "udp" },
        ],
    );
    assert.deepEqual(mountedVolumes(unit("-v /etc/x:/x --volume=data:/y:ro --volume ../z:/z")), ["data"]);
    assert.deepEqual(podmanRunWords("[Service]\nExecStart=/usr/bin/podman start x\n"), []);
    assert.deepEqual(podmanRunWords('[Service]\nExecStart=/bin/sh -c "open\n'), []);
});
