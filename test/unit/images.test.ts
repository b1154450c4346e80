import { keptCount, ranBefore, ranFor, type Ran } from "../../src/uyuni/images/going-back.js";
import { freedByRows, goingRows, imageName, planCleanUp } from "../../src/uyuni/images/plan.js";
import { imageRows } from "../../src/uyuni/images/rows.js";
import type { HistoryEntry } from "../../src/uyuni/history.js";
import { known, type Operation, type UnitState } from "../../src/uyuni/host-state.js";
import { inEnglish, message } from "../../src/uyuni/message.js";
import { noMgradm } from "../../src/uyuni/no-mgradm.js";
import { noRecovery } from "../../src/uyuni/no-recovery.js";
import { imageRows as uninstallImages } from "../../src/uyuni/uninstall/rows-images.js";
import type { FoundImage, Inventory } from "../../src/uyuni/uninstall/inventory.js";
import { uninstallAsScript } from "../../src/uyuni/uninstall/script.js";
import { survey } from "../../src/uyuni/uninstall/survey.js";
import { hostile } from "./hostile.js";
import { id } from "./sample-host.js";
import { foundContainer, foundImage, images, inventory, registry, state } from "./uninstall-sample.js";

const { module, test } = QUnit;
const repository = `${registry}/server-salt-event-processor`;
const none: Ran = new Map();

function earlier(letter: string, tag: string, changes: Partial<FoundImage> = {}): FoundImage {
    return { ...foundImage(letter, `${repository}:${tag}`, ["base", tag]), createdAt: -10, ...changes };
}

function given(extra: readonly FoundImage[], changes: Partial<Inventory> = {}): Inventory {
    return inventory({ images: [...Object.values(images), ...extra], ...changes });
}

function look(
    given: Inventory,
    ran: Ran = none,
    count = 2,
    choices: ReadonlyMap<string, boolean> = new Map(),
) {
    const found = survey(state(), given);
    const rows = imageRows(found, { ran, count });
    const going = goingRows(rows, choices);
    const standing = (image: FoundImage) => rows.find((row) => row.image.id === image.id)?.standing;
    return { found, rows, going, standing, names: going.map(({ image }) => imageName(image)) };
}

function plan(...args: Parameters<typeof look>) {
    const { found, rows, going } = look(...args);
    return planCleanUp(found, state(), rows, going, id);
}

const five = ["2026.01", "2026.02", "2026.03", "2026.04", "2026.05"].map((tag, index) =>
    earlier("123456789"[index] ?? "", tag, { createdAt: -100 + index }),
);
const [oldest, second, third, fourth, newest] = five;

function entry(
    service: string,
    phase: Operation["phase"],
    digests: readonly string[],
    before: readonly string[] = [],
): HistoryEntry {
    const operation: Operation = {
        ...{ id, kind: "set-up", service, title: message(""), user: "", startedAt: 0, endedAt: 0 },
        ...{ phase, cancelled: false, refused: false, steps: [], rollback: [] },
    };
    return {
        operation,
        images: digests.map((digest) => ({ reference: "", pinned: "", digest })),
        before: before.map((digest) => ({ reference: "", pinned: "", digest })),
    };
}

module("images", () => {
    test("what is in use is never offered, and nothing of anybody else's is a row", (assert) => {
        const { rows, going } = look(inventory(), none, 0);
        assert.deepEqual(rows.map(({ image }) => image.id).sort(), [
            images.server.id,
            images.db.id,
            images.processor.id,
        ]);
        assert.true(rows.every(({ standing, mayGo }) => standing === "in-use" && !mayGo));
        assert.deepEqual(going, []);
    });

    test("the image of a service that is stopped stays", (assert) => {
        const stopped = inventory({ containers: [] });
        const { rows, names } = look(stopped, none, 0, new Map(everyImage(stopped)));
        assert.true(rows.every(({ mayGo, configured }) => !mayGo && configured.length > 0));
        assert.deepEqual(names, [], "not even when it is asked for");
    });

    test("an image that a unit names by its digest stays, whatever its names are", (assert) => {
        const pinned = earlier("1", "2026.01", { names: [], digests: [`sha256:${"e".repeat(64)}`] });
        const host = state();
        if (host.units.state !== "known") throw new Error("The sample has units");
        const units = new Map(host.units.value);
        for (const [name, unit] of units)
            if (name.startsWith("uyuni-event-processor"))
                units.set(name, {
                    ...unit,
                    environment: [`UYUNI_EVENT_PROCESSOR_IMAGE=${repository}@sha256:${"e".repeat(64)}`],
                });
        const found = survey(
            { ...host, units: { state: "known", value: units } },
            given([pinned], { containers: [] }),
        );
        const row = imageRows(found, { ran: none, count: 0 }).find(({ image }) => image.id === pinned.id);
        assert.strictEqual(row?.standing, "in-use");
        assert.false(row?.mayGo);
    });

    test("the newest of the same repository are kept where the history knows nothing", (assert) => {
        const { standing, names } = look(given(five));
        if (newest === undefined || fourth === undefined || third === undefined) throw new Error();
        assert.strictEqual(standing(newest), "going-back");
        assert.strictEqual(standing(fourth), "going-back");
        assert.strictEqual(standing(third), "superseded");
        assert.deepEqual(
            names,
            ["2026.03", "2026.02", "2026.01"].map((tag) => `${repository}:${tag}`),
        );
        assert.strictEqual(look(given(five), none, 0).names.length, 5);
        assert.strictEqual(look(given(five), none, 10).names.length, 0);
    });

    test("those that ran before come first, the last ones of them", (assert) => {
        const digests = [oldest, third, second].flatMap((image) => image?.digests ?? []);
        const ran: Ran = new Map([["event-processor", digests]]);
        const kept = (count: number) =>
            look(given(five), ran, count)
                .rows.filter(({ standing }) => standing === "going-back")
                .map(({ image }) => imageName(image).split(":")[1])
                .sort();
        assert.deepEqual(kept(1), ["2026.01"]);
        assert.deepEqual(kept(2), ["2026.01", "2026.03"]);
        assert.deepEqual(kept(4), ["2026.01", "2026.02", "2026.03", "2026.05"], "then the newest");
        const gone: Ran = new Map([["event-processor", [`sha256:${"0".repeat(64)}`, ...digests]]]);
        assert.deepEqual(
            look(given(five), gone, 1).standing(oldest ?? images.server),
            "going-back",
            "one that is not here any more takes nobody's place",
        );
    });

    test("those of another repository are kept as well, and none of a migration in their place", (assert) => {
        const place = "registry.suse.com/suse/multi-linux-manager/5.1/x86_64";
        const older = { ...foundImage("1", `${place}/server:5.1.0`, ["old"]), createdAt: -20 };
        const migration = {
            ...foundImage("2", `${place}/server-migration-14-16:5.1.0`, ["m"]),
            createdAt: -10,
        };
        const ahead = {
            ...foundImage("3", `${place.replace("5.1", "5.2")}/server:5.2.0`, ["new"]),
            createdAt: 99,
        };
        const { standing } = look(given([older, migration, ahead]), none, 1);
        assert.strictEqual(standing(older), "going-back");
        assert.strictEqual(standing(migration), "superseded");
        assert.strictEqual(standing(ahead), "newer");
    });

    test("one that ran is kept whatever it is called", (assert) => {
        const other = { ...foundImage("1", `${registry}/server-rc:1`, ["old"]), createdAt: -20 };
        const ran: Ran = new Map([["event-processor", other.digests]]);
        assert.strictEqual(look(given([other]), ran, 1).standing(other), "going-back");
        assert.strictEqual(look(given([other]), none, 1).standing(other), "superseded");
    });

    test("how many are kept is remembered, and nothing else is taken for a number", (assert) => {
        for (const count of ["0", "1", "10"]) assert.strictEqual(keptCount(count), Number(count));
        for (const text of [null, "", "11", "-1", "1e1", "0x2", " 3", "3\n", "٣", ...hostile])
            assert.strictEqual(keptCount(text), 2, JSON.stringify(text));
    });

    test("what mgradm replaced counts for the services that ran from it", (assert) => {
        const { operation } = entry("mgradm", "incomplete", []);
        const before = ["server", "server-postgresql", "somebody"].map((name) => ({
            ...{ reference: `${registry}/${name}:1`, pinned: "", digest: name },
        }));
        assert.deepEqual(
            [...ranBefore([{ operation, images: [], before }])],
            [
                ["server", ["server"]],
                ["db", ["server-postgresql"]],
            ],
        );
    });

    test("an image of an operation is gone back to on the page of the service that ran from it", (assert) => {
        const of = (service: string, name: string) =>
            ranFor({ service }, { reference: `${registry}/${name}:1` });
        assert.strictEqual(of("event-processor", "anything"), "event-processor");
        assert.strictEqual(of("mgradm", "server-attestation"), "attestation");
        assert.strictEqual(of("mgradm", "server-saline"), "saline");
        assert.strictEqual(of("mgradm", "somebody"), null);
        assert.strictEqual(ranFor({ service: "mgradm" }, { reference: "\n" }), null);
    });

    test("only operations that succeeded say what ran, the newest first", (assert) => {
        const ran = ranBefore([
            entry("event-processor", "succeeded", ["c"]),
            entry("event-processor", "rolled-back", ["b"]),
            entry("saline", "succeeded", ["s"]),
            entry("event-processor", "succeeded", ["a"], ["0"]),
        ]);
        assert.deepEqual(
            [...ran],
            [
                ["event-processor", ["c", "a", "0"]],
                ["saline", ["s"]],
            ],
        );
    });

    test("newer ones, and those of services that are not installed, are offered and not proposed", (assert) => {
        const ahead = earlier("1", "2027.01", { createdAt: 10 });
        const saline = foundImage("2", `${registry}/server-saline:1`, ["saline"]);
        const made = earlier("3", "mine", { names: ["localhost/uyuni/server-salt-event-processor:1"] });
        const { rows, standing, names } = look(given([ahead, saline, made]), none, 0);
        assert.strictEqual(standing(ahead), "newer");
        assert.strictEqual(standing(saline), "unused");
        assert.deepEqual(names, []);
        for (const one of [ahead, saline])
            assert.true(rows.find(({ image }) => image.id === one.id)?.mayGo, imageName(one));
        assert.deepEqual(look(given([ahead]), none, 0, new Map([[ahead.id, true]])).names, [
            `${repository}:2027.01`,
        ]);
    });

    test("any container keeps its image, also one that is stopped, and so does somebody's own name", (assert) => {
        const held = earlier("1", "2026.01");
        const named = earlier("2", "2026.02", { names: [`${repository}:2026.02`, "example.org/mine:1"] });
        const somebody = foundContainer("somebody", held, { status: "exited" });
        const host = given([held, named], { containers: [...inventory().containers, somebody] });
        const { rows, names } = look(host, none, 0, new Map(everyImage(host)));
        assert.deepEqual(names, []);
        const of = (one: FoundImage) => rows.find(({ image }) => image.id === one.id);
        assert.deepEqual(of(held)?.usedBy, ["somebody"]);
        assert.true(inEnglish(of(named)?.note ?? message("")).includes("example.org/mine:1"));
    });

    test("of a service that is stopped, what any of its files names stays", (assert) => {
        const one = earlier("1", "2026.01");
        const units = known(new Map<string, UnitState>());
        const folder = "/etc/systemd/system/uyuni-event-processor@.service.d";
        const standing = (path: string, text: string) => {
            const host = inventory({ images: [one], containers: [], files: stopped(path, text) });
            const [row] = imageRows(survey({ ...state(), units }, host), { ran: none, count: 0 });
            return `${row?.standing ?? "none"} ${String(row?.mayGo)}`;
        };
        const stopped = (path: string, text: string) => [
            ...inventory().files.filter((file) => file.path !== path),
            { path, kind: "file" as const, size: 1, target: "", text },
        ];
        const unit = "/etc/systemd/system/uyuni-event-processor@.service";
        const variable = `[Service]\nEnvironment=UYUNI_EVENT_PROCESSOR_IMAGE=${repository}:2026.01\n`;
        const inUse = "in-use false";
        for (const name of ["generated.conf", "custom.conf", "local.conf"])
            assert.deepEqual(standing(`${folder}/${name}`, variable), inUse, name);
        assert.deepEqual(standing(`${folder.replace("@", "@0")}/local.conf`, variable), inUse);
        assert.deepEqual(standing(unit, variable), inUse);
        const command = `[Service]\nExecStart=\nExecStart=/usr/bin/podman run ${repository}:2026.01\n`;
        assert.deepEqual(standing(`${folder}/local.conf`, command), inUse);
        assert.deepEqual(standing(`${folder}/local.conf`, "[Service]\n"), "superseded true");
        assert.deepEqual(standing("/etc/systemd/system/uyuni-proxy.service", variable), "superseded true");
    });

    test("one in a store that podman only reads stays, and says why", (assert) => {
        const there = earlier("1", "2026.01", { readOnly: true });
        const host = given([there]);
        const { rows, names } = look(host, none, 0, new Map(everyImage(host)));
        assert.deepEqual(names, [], "not even when it is asked for");
        const row = rows.find(({ image }) => image.id === there.id);
        assert.true(inEnglish(row?.note ?? message("")).includes("only reads"));
        const [going] = uninstallImages(survey(state(), host), new Set(["event-processor"] as const)).filter(
            ({ key }) => key === `image ${there.id}`,
        );
        assert.strictEqual(going?.choice, "stays");
        assert.false(going?.byDefault);
    });

    test("never from under an image that stays, and the upper one first", (assert) => {
        const lower = earlier("1", "2026.01");
        const upper = earlier("2", "2026.02", { layers: [...lower.layers, "top"], layerSizes: [10, 10, 7] });
        const both = given([lower, upper]);
        const stay = new Map([[upper.id, false]]);
        assert.deepEqual(look(both, none, 0, stay).names, []);
        const removed = plan(both, none, 0)
            .steps.map(({ argv }) => argv)
            .filter(([program, verb]) => program === "/usr/bin/podman" && verb === "rmi");
        assert.deepEqual(removed, [
            ["/usr/bin/podman", "rmi", "--no-prune", upper.id],
            ["/usr/bin/podman", "rmi", "--no-prune", lower.id],
        ]);
        const foreign = { ...foundImage("3", "example.org/mine:1", [...lower.layers, "mine"]) };
        assert.deepEqual(look(given([lower, foreign]), none, 0).names, [], "nor of somebody else's");
    });

    test("layers are counted once, and not at all while an image that stays has them", (assert) => {
        const lower = earlier("1", "2026.01");
        const upper = earlier("2", "2026.02", { layers: [...lower.layers, "top"], layerSizes: [10, 10, 7] });
        const { found, rows, going } = look(given([lower, upper]), none, 0);
        assert.deepEqual(freedByRows(found, going), { bytes: 17, complete: true }, "base stays");
        const alone = (one: FoundImage) => rows.find(({ image }) => image.id === one.id)?.alone;
        assert.strictEqual(alone(lower), 0);
        assert.strictEqual(alone(upper), 7);
        const unknown = look(given([{ ...lower, layerSizes: null }]), none, 0);
        assert.deepEqual(freedByRows(unknown.found, unknown.going), { bytes: 0, complete: false });
    });

    test("the plan changes when an image or a name does, and never forces", (assert) => {
        const one = earlier("1", "2026.01");
        const other = plan(given([{ ...one, names: [...one.names, `${repository}:old`] }]), none, 0);
        const made = plan(given([one]), none, 0);
        assert.notStrictEqual(made.fingerprint, other.fingerprint);
        assert.deepEqual(made.services, ["event-processor"]);
        assert.deepEqual(
            made.guards.map(({ argv }) => argv),
            [noRecovery("note").argv, noMgradm("note").argv],
        );
        assert.deepEqual(made.rollback, []);
        assert.false(
            other.steps.some(({ argv }) => argv.some((word) => /^(?:-f|--force|prune)$/.test(word))),
        );
        const script = uninstallAsScript(other);
        assert.true(script.includes(`podman untag ${one.id} ${repository}:old`), script);
        assert.false(script.includes("Whatever happened"), "there is nothing to do at the end");
        assert.strictEqual(inEnglish(made.title), `Remove the image ${repository}:2026.01`);
    });

    test("names of any kind are arguments, and one line of what stays", (assert) => {
        for (const text of hostile) {
            const one = earlier("1", "2026.01", { names: [`${repository}:2026.01`, text], history: [text] });
            const made = plan(given([one]), none, 0, new Map([[one.id, true]]));
            const [staged] = made.staged;
            const kept = look(given([one]), none, 0).rows.filter(({ mayGo }) => !mayGo).length;
            assert.strictEqual((staged?.text ?? "").split("\n").length, kept + 1, JSON.stringify(text));
        }
    });
});

/** As if a person asked for every image. */
function everyImage(host: Inventory): [string, boolean][] {
    return host.images.map((image) => [image.id, true]);
}
