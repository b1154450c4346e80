import { machine, type Ending } from "./machine.js";
import { readChoice } from "../../src/host/chosen-image.js";
import { known } from "../../src/uyuni/host-state.js";
import type { ImageChoice } from "../../src/uyuni/image-choice.js";
import { host, image, localImageState, podman } from "./sample-host.js";

const { module, test } = QUnit;

module("what registries.conf says", () => {
    const broken: Ending = {
        status: 125,
        complaint:
            'time="now" level=warning msg="Error: no"\nError: getting registries: /etc/containers/x.conf: no location\n',
    };
    const here = host({ podman: known(podman({ images: [localImageState(image)] })) });
    const read = (choice: Partial<ImageChoice> = {}) =>
        readChoice({ image, pullPolicy: "Always", ...choice }, here);

    test("no set-up that pulls is planned where podman cannot read it", async (assert) => {
        machine(({ argv: [program] }) => (program === "podman" ? broken : ""));
        await assert.rejects(read(), (error: Error) => {
            assert.strictEqual(
                error.message,
                "getting registries: /etc/containers/x.conf: no location",
                "in podman’s words",
            );
            return true;
        });
        for (const choice of [{ pullPolicy: "Never" }, { pullPolicy: "IfNotPresent" }] as const)
            assert.strictEqual((await read(choice)).archive, null, `nothing is pulled: ${choice.pullPolicy}`);
    });
});
