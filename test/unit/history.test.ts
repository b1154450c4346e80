import { historyFromJournal, noteOrMark } from "../../src/uyuni/history.js";
import { known } from "../../src/uyuni/host-state.js";
import { wellTemplate } from "../../src/uyuni/listener-check.js";
import { OPERATION_UNIT, operationFields, ROLLBACK_UNIT } from "../../src/uyuni/operation-record.js";
import { parseRanImage, ranImage } from "../../src/uyuni/ran-image.js";
import { container, host, id, intent, plan, podman } from "./sample-host.js";

const { module, test } = QUnit;

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const repository = "registry.example.com/uyuni/server-salt-event-processor";
const line = `running healthy image ${repository}:2026.08 ${digest}`;

module("history", () => {
    test("the image that ran is read from what the check printed", (assert) => {
        const ran = { reference: `${repository}:2026.08`, pinned: `${repository}@${digest}`, digest };
        assert.deepEqual(parseRanImage(line), ran);
        assert.deepEqual(parseRanImage(line.replace(" healthy", "")), ran, "without a health check");
        assert.strictEqual(
            parseRanImage(line.replace(":2026.08", `@${digest}`))?.pinned,
            ran.pinned,
            "one that was pinned already",
        );
        assert.true(new RegExp(noteOrMark).test(line), "the journal is asked for it");
        assert.true(new RegExp(noteOrMark).test("0123456789ab step 1: Pull"));
        assert.true(wellTemplate.includes(" image {{.ImageName}} {{.ImageDigest}}"));
    });

    test("what only looks like it is none", (assert) => {
        for (const other of [
            "",
            `x ${line}`,
            `${line} x`,
            line.replace("healthy", "unhealthy"),
            line.replace(repository, "-v"),
            line.replace(repository, "UPPER.example.com/Name"),
            line.replace(digest, "sha256:0"),
        ])
            assert.strictEqual(parseRanImage(other), null, other);
    });

    test("the image that ran before the first operation is told with it, and with no other", (assert) => {
        const old = { reference: `${repository}:2026.07`, digest: digest.replace("0", "f") };
        const containers = [
            container("uyuni-server"),
            container("uyuni-db"),
            container("uyuni-salt-event-processor-0", { image: old.reference, imageDigest: old.digest }),
        ];
        const first = plan(intent(), host({ podman: known(podman({ containers })) }));
        const made = [first, { ...first, id: "ba9876543210" }];
        assert.deepEqual(
            made.map(({ replaced }) => replaced),
            [1, 2].map(() => [{ ...old, pinned: `${repository}@${old.digest}` }]),
        );
        const records = made.flatMap((each, index) => {
            const about = {
                ...operationFields(each, "admin"),
                ...{ UNIT: OPERATION_UNIT, JOB_TYPE: "start", __REALTIME_TIMESTAMP: `${index + 1}000000` },
            };
            return [about, { ...about, JOB_RESULT: "done" }];
        });
        assert.deepEqual(
            historyFromJournal(records).map(({ operation, before }) => [
                operation.id,
                before.map(({ reference }) => reference),
            ]),
            [
                ["ba9876543210", []],
                [id, [old.reference]],
            ],
        );
        for (const hostile of [
            { digest: "sha256:0" },
            { digest: "" },
            { reference: "-v" },
            { reference: "a b" },
        ])
            assert.strictEqual(
                ranImage(hostile.reference ?? old.reference, hostile.digest ?? old.digest),
                null,
            );
    });

    test("a log that the roll-back prints names no image", (assert) => {
        const made = plan();
        const fields = operationFields(made, "admin");
        const about = { ...fields, UNIT: OPERATION_UNIT, JOB_TYPE: "start", __REALTIME_TIMESTAMP: "1000000" };
        const lineOf = (unit: string) => ({
            COCKPIT_UYUNI_OPERATION: made.id,
            _SYSTEMD_UNIT: unit,
            MESSAGE: line,
        });
        const images = (unit: string) =>
            historyFromJournal([about, { ...about, JOB_RESULT: "done" }, lineOf(unit), lineOf(unit)]).map(
                (entry) => [entry.operation.id, entry.operation.user, entry.images.length],
            );
        assert.deepEqual(
            images(OPERATION_UNIT),
            [[made.id, "admin", 1]],
            "once, however often it was printed",
        );
        assert.deepEqual(images(ROLLBACK_UNIT), [[made.id, "admin", 0]]);
    });
});
