import { known, type HostState, type SetUpFacts } from "../../src/uyuni/host-state.js";
import { setUpPaths, type SetUpIntent } from "../../src/uyuni/set-up.js";
import {
    container,
    facts,
    host,
    image,
    intent,
    localImageState,
    plan,
    podman,
    processor,
    unit,
} from "./sample-host.js";

QUnit.module("fingerprint");

const of = (wanted?: SetUpIntent, state?: HostState, given?: SetUpFacts) =>
    plan(wanted, state, given).fingerprint;
const withPodman = (changes: Parameters<typeof podman>[0]) => host({ podman: known(podman(changes)) });

QUnit.test("what changes by itself does not change it", (assert) => {
    const database = unit("uyuni-db.service");
    const own = (changes: Parameters<typeof unit>[1]) => host({}, [database, unit(processor, changes)]);
    const first = of();
    assert.strictEqual(of(), first);
    assert.strictEqual(
        of(
            intent(),
            host({}, [
                unit("uyuni-db.service", { mainPid: 5, stateChangeUsec: 1, restarts: 3, invocationId: "x" }),
                unit("uyuni-server.service", { activeState: "failed" }),
            ]),
        ),
        first,
    );
    assert.strictEqual(
        of(intent(), withPodman({ storage: { path: "/x", free: 2 ** 34, size: 2 ** 40 } })),
        first,
    );
    assert.strictEqual(
        of(
            intent(),
            withPodman({
                containers: [container("uyuni-db", { health: "starting" }), container("uyuni-server")],
            }),
        ),
        first,
    );
    assert.strictEqual(
        of(intent(), own({ activeState: "activating" })),
        of(intent(), own({ activeState: "active" })),
    );
    assert.strictEqual(of(intent(), host(), facts({ listeners: known([]) })), first);
});

QUnit.test("what the plan is made from does", (assert) => {
    const files = (text: string): SetUpFacts => facts({ files: setUpPaths.map((path) => ({ path, text })) });
    const database = unit("uyuni-db.service");
    const all = [
        of(),
        of(intent({ image: image.replace("5.2.0", "5.2.1") })),
        of(intent({ pullPolicy: "IfNotPresent" })),
        of(intent({ databaseName: "uyuni" })),
        of(intent({ databasePort: "5433" })),
        of(intent({ databaseHost: "reportdb" })),
        of(intent({ healthSeconds: 181 })),
        of(intent({ enable: false })),
        of(intent(), withPodman({ images: [localImageState(image, "a".repeat(64))] })),
        of(intent(), withPodman({ images: [localImageState(image, "b".repeat(64))] })),
        of(intent(), withPodman({ containers: [] })),
        of(intent(), host(), facts({ watching: "no-curl" })),
        of(intent(), host(), files("a")),
        of(intent(), host(), files("b")),
        of(intent(), host({}, [database, unit(processor)])),
        of(intent(), host({}, [database, unit(processor, { activeState: "failed" })])),
        of(intent(), host({}, [database, unit(processor, { unitFileState: "disabled" })])),
    ];
    assert.strictEqual(new Set(all).size, all.length);
});
