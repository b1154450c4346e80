import { addReading, emptyLog, keptPoints, wantsCounts } from "../../src/uyuni/events/log.js";
import { answerLine, askInput, baseSql, frontRows, limitOf } from "../../src/uyuni/events/queries.js";
import { rates, ratesOver, type EventPoint } from "../../src/uyuni/events/rates.js";
import { afterStart } from "../../src/uyuni/events/after-start.js";
import { refusal } from "../../src/uyuni/events/reading.js";
import { every2s, fullFront, listening, logOf, moment, queue, START } from "./events-sample.js";

QUnit.module("events: log");

function point(seconds: number, changes: Partial<EventPoint> = {}): EventPoint {
    return {
        time: START + seconds * 1000,
        waiting: 0,
        exact: true,
        inserted: 0,
        deleted: 0,
        isConsumed: true,
        gap: false,
        ...changes,
    };
}

QUnit.test("rates of what was counted, and of PostgreSQL's statistics where it was not", (assert) => {
    const before = point(0, { waiting: 100, inserted: 1000, deleted: 900 });
    const after = point(10, { waiting: 300, inserted: 1500, deleted: 1150 });
    assert.deepEqual(rates(before, after), { in: 50, out: 30, growth: 20, seconds: 10 });
    assert.deepEqual(rates(before, { ...after, exact: false }), { in: 50, out: 25, growth: 25, seconds: 10 });
    assert.strictEqual(rates(before, { ...before, inserted: 2000 }), null, "no time between them");
    assert.strictEqual(rates(after, { ...before, time: after.time + 1 }), null, "a counter went backwards");
    const ahead = point(10, { waiting: 400, inserted: 1200, deleted: 900 });
    assert.strictEqual(rates(before, ahead)?.out, 0, "never less than nothing");
});

QUnit.test("rates over a window end at gaps", (assert) => {
    const points = [0, 2, 4, 6, 8].map((seconds) => point(seconds, { inserted: seconds * 10 }));
    assert.strictEqual(ratesOver([], 10), null);
    assert.strictEqual(ratesOver(points.slice(0, 1), 10), null);
    assert.strictEqual(ratesOver(points, 10)?.seconds, 8);
    assert.strictEqual(ratesOver(points, 4)?.seconds, 4);
    assert.strictEqual(ratesOver(points, 4)?.in, 10);
    const broken = points.map((one, index) => (index === 3 ? { ...one, gap: true } : one));
    assert.strictEqual(ratesOver(broken, 10)?.seconds, 2);
    assert.strictEqual(ratesOver(broken.slice(0, 4), 10), null);
});

QUnit.test("few events are counted by reading the oldest", (assert) => {
    const log = logOf([{ at: 0, inserted: 12, deleted: 7, queues: [queue(0, 8, 2), queue(3, 9, 3, "m")] }]);
    assert.deepEqual(
        log.points.map(({ waiting, exact }) => [waiting, exact]),
        [[5, true]],
    );
    assert.deepEqual(
        log.queues.map((one) => [one.queue, one.count, one.first, one.last, one.minion]),
        [
            [0, 2, 8, 9, null],
            [3, 3, 9, 11, "m"],
        ],
    );
    assert.false(wantsCounts(log));
});

QUnit.test("many events are counted now and then, and estimated in between", (assert) => {
    let log = logOf([{ at: 0, inserted: 1_100, deleted: 0, front: fullFront({ 1: 1, 2: 5 }) }]);
    assert.true(wantsCounts(log), "nothing was counted yet");
    assert.deepEqual(log.points.at(-1)?.waiting, 1100, "what PostgreSQL thinks");
    assert.false(log.points.at(-1)?.exact);
    const counts = { queues: [queue(1, 1, 600), queue(2, 5, 480), queue(7, 1080, 1)], ms: 40 };
    log = addReading(
        log,
        moment({ at: 2, inserted: 1_101, deleted: 20, front: fullFront({ 1: 1, 2: 5 }), counts }),
    );
    assert.deepEqual(log.points.at(-1)?.waiting, 1081);
    assert.true(log.points.at(-1)?.exact);
    assert.deepEqual(
        log.queues.map((one) => [one.queue, one.count]),
        [
            [1, 600],
            [2, 480],
            [7, 1],
        ],
    );
    assert.false(wantsCounts(log), "it took 40 ms, so not again before 10 s are over");
    log = addReading(
        log,
        moment({ at: 4, inserted: 1_201, deleted: 50, front: fullFront({ 1: 30, 2: 40 }) }),
    );
    assert.strictEqual(log.points.at(-1)?.waiting, 1151);
    assert.false(log.points.at(-1)?.exact);
    assert.deepEqual(
        log.queues.map((one) => [one.queue, one.first, one.count]),
        [
            [1, 30, 600],
            [2, 40, 480],
            [7, 1080, 1],
        ],
        "a queue beyond the oldest events stays as it was seen",
    );
    for (const at of [6, 8, 10])
        log = addReading(log, moment({ at, inserted: 1_300, front: fullFront({ 1: 30, 2: 40 }) }));
    assert.false(wantsCounts(log));
    log = addReading(log, moment({ at: 12, inserted: 1_300, front: fullFront({ 1: 30, 2: 40 }) }));
    assert.true(wantsCounts(log));
    log = addReading(
        log,
        moment({
            at: 14,
            inserted: 1_300,
            deleted: 50,
            front: fullFront({ 1: 30 }),
            counts: { refused: "too-slow" },
        }),
    );
    assert.false(wantsCounts(log), "too slow: not again for long");
    assert.strictEqual(
        log.points.at(-1)?.waiting,
        1081 + 199 - 30,
        "reckoned on from the last count there was",
    );
    assert.strictEqual(log.counted?.time, START + 2000, "which is as old as it was");
    log = addReading(log, moment({ at: 16, inserted: 1_300, front: fullFront({ 1: 30 }) }));
    assert.true((log.points.at(-1)?.waiting ?? 0) >= frontRows, "never fewer than were seen");
    log = logOf([
        { at: 0, inserted: 1_100, deleted: 0, front: fullFront({ 1: 1 }), counts: { refused: "locked" } },
        { at: 48, inserted: 1_100, deleted: 0, front: fullFront({ 1: 1 }) },
    ]);
    assert.false(wantsCounts(log), "a refusal costs less than the limit, but something");
    log = addReading(log, moment({ at: 50, front: fullFront({ 1: 1 }) }));
    assert.true(wantsCounts(log), "so it is tried again soon");
    log = addReading(log, moment({ at: 52, queues: [queue(1, 1, 5)] }));
    assert.false(wantsCounts(log));
    log = addReading(log, moment({ at: 54, front: fullFront({ 1: 1 }) }));
    assert.true(wantsCounts(log), "what was refused when there were many before does not matter any more");
});

QUnit.test(
    "what is beyond the oldest events and counted for the first time is not said to move",
    (assert) => {
        const counts = { queues: [queue(1, 1, 1_500), queue(2, 900, 3)], ms: 1 };
        const first = { at: 0, inserted: 1_503, deleted: 0, front: fullFront({ 1: 1 }) };
        const moved = (heads: Record<number, number>) =>
            logOf([first, { ...first, at: 2, front: fullFront(heads), counts }]).queues.map(
                (one) => one.moved,
            );
        assert.deepEqual(moved({ 1: 1 }), [false, false]);
        assert.deepEqual(moved({ 1: 5 }), [true, false]);
    },
);

QUnit.test("since when a queue's oldest event has been the oldest", (assert) => {
    const log = logOf([
        { at: 0, queues: [queue(1, 10, 5), queue(2, 11)] },
        { at: 2, queues: [queue(1, 10, 6), queue(2, 20)] },
        { at: 4, front: { refused: "locked" } },
        { at: 6, front: { refused: "locked" } },
        { at: 8, queues: [queue(1, 10, 9), queue(3, 40)] },
    ]);
    assert.deepEqual(
        log.queues.map((one) => [one.queue, (one.since - START) / 1000, (one.seen - START) / 1000]),
        [
            [1, 0, 8],
            [3, 8, 8],
        ],
    );
    assert.deepEqual(
        log.queues.map((one) => one.moved),
        [false, true],
        "a queue that had nothing before moves",
    );
    assert.strictEqual(log.refused, null);
    const locked = logOf([
        { at: 0, queues: [queue(1, 10)] },
        { at: 2, front: { refused: "locked" } },
        { at: 4, front: { refused: "locked" } },
    ]);
    assert.deepEqual(locked.refused, { why: "locked", since: START + 2000 });
    assert.strictEqual(locked.queues[0]?.seen, START, "nobody saw whether it moved");
});

QUnit.test("an hour is kept, and gaps are marked", (assert) => {
    const log = every2s(2 * 60 * 60, (at) => ({ inserted: at, deleted: at }));
    assert.strictEqual(log.points.length, keptPoints);
    assert.false(log.points.some(({ gap }) => gap));
    const later = addReading(log, moment({ at: 7300, inserted: 7300, deleted: 7300 }));
    assert.true(later.points.at(-1)?.gap, "nobody looked for a while");
    const anew = addReading(log, moment({ at: 7202, inserted: 7300, deleted: 0 }));
    assert.true(anew.points.at(-1)?.gap, "statistics began anew");
    assert.strictEqual(addReading(emptyLog, moment({ at: 0 })).points[0]?.gap, false);
});

QUnit.test("the first event after a start", (assert) => {
    const running = (at: number) => ({ inserted: 1000 + at, deleted: 1000 + at });
    const nobody = { listeners: [] };
    const restarted = [
        { at: 0, ...running(0) },
        { at: 2, inserted: 1002, deleted: 1000, queues: [queue(1, 1001, 2)], ...nobody },
        {
            at: 4,
            inserted: 1004,
            deleted: 1000,
            queues: [queue(1, 1001, 4)],
            listeners: [listening(undefined, 1)],
        },
        { at: 6, inserted: 1006, deleted: 1006 },
    ];
    const started = START + 3000;
    assert.deepEqual(afterStart(logOf(restarted).points, started), { kind: "processed", seconds: 3 });
    assert.deepEqual(afterStart(logOf(restarted.slice(0, 3)).points, started), {
        kind: "waiting",
        seconds: 1,
    });
    assert.deepEqual(afterStart(logOf(restarted.slice(3)).points, started), { kind: "not-seen" });
    assert.deepEqual(
        afterStart(logOf([{ at: 0 }, { at: 2 }, { at: 4 }]).points, started),
        { kind: "not-seen" },
        "there was nothing to process",
    );
    const quick = [
        { at: 0, inserted: 1010, deleted: 1000, queues: [queue(1, 1001, 10)] },
        { at: 2, inserted: 1012, deleted: 1006, queues: [queue(1, 1007, 6)] },
        { at: 4, inserted: 1014, deleted: 1014 },
    ];
    assert.deepEqual(
        afterStart(logOf(quick).points, START + 1000),
        { kind: "processed", seconds: 3 },
        "what the old process did before its end does not count",
    );
});

QUnit.module("events: questions");

QUnit.test("each has its own limit, and an end", (assert) => {
    const input = askInput(["base", "front"]);
    assert.deepEqual(
        input.split("\n").filter((line) => /^(SET|\\echo)/.test(line)),
        [
            "SET statement_timeout = 2000;",
            "\\echo asked base :SQLSTATE",
            "SET statement_timeout = 500;",
            "\\echo asked front :SQLSTATE",
            "\\echo asked end",
        ],
    );
    assert.strictEqual(limitOf(["base", "front"]), 2500);
    assert.notOk(baseSql.includes("salt-event-connection-watchdog"), "it must not find itself");
    assert.notOk(/(?<!:):(?!:)[a-z"']/.test(baseSql), "psql would take it for a variable");
});

QUnit.test("lines of the answer", (assert) => {
    assert.deepEqual(answerLine('{"a" : 1}'), { kind: "json", text: '{"a" : 1}' });
    assert.deepEqual(answerLine("asked front 55P03"), {
        kind: "asked",
        question: "front",
        sqlState: "55P03",
    });
    assert.deepEqual(answerLine("asked end"), { kind: "asked", question: "end", sqlState: "" });
    assert.deepEqual(answerLine("Pager usage is off."), { kind: "other" });
    assert.strictEqual(refusal("55P03"), "locked");
    assert.strictEqual(refusal("57014"), "too-slow");
    assert.strictEqual(refusal("42P01"), "error");
});
