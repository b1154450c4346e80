import { consumers } from "../../src/uyuni/events/consumers.js";
import { emptyLog, type EventLog } from "../../src/uyuni/events/log.js";
import type { VerdictInput } from "../../src/uyuni/events/verdict.js";
import { busy, containers, judge, said } from "./events-judge.js";
import {
    every2s,
    fullFront,
    listening,
    logOf,
    PROCESSOR_ADDRESS,
    queue,
    SERVER_ADDRESS,
    START,
    transaction,
} from "./events-sample.js";

QUnit.module("events: verdict");

QUnit.test("nothing was asked, or nothing answered", (assert) => {
    assert.strictEqual(judge(emptyLog).kind, "measuring");
    const limited = judge(emptyLog, { problem: { kind: "not-known", why: { reason: "no-access" } } });
    assert.strictEqual(
        said(limited),
        "Not known | The database was not asked. | Turn on administrative access in the top bar of Cockpit.",
    );
    const down = judge(busy(10, 0, 50), { problem: { kind: "unreachable", detail: "no container" } });
    assert.strictEqual(
        said(down),
        "Database unreachable | The database does not answer, so that no event can be processed either. | Look at the state and the log of the database.",
    );
    assert.strictEqual(judge(logOf([{ at: 0, base: { table: false } }])).kind, "no-table");
});

QUnit.test("keeping up", (assert) => {
    assert.strictEqual(
        said(judge(busy(30, 0, 50))),
        "Keeping up | 50.0 events come and 50.0 are processed a second, by uyuni-salt-event-processor-0.",
    );
    assert.strictEqual(judge(busy(2, 0, 50)).kind, "keeping-up", "with the second reading");
});

QUnit.test("falling behind, catching up, and neither", (assert) => {
    assert.strictEqual(
        said(judge(busy(30, 6000, 20))),
        "Falling behind | 50.0 events come and 20.0 are processed a second. 6900 wait; at this rate they are twice as many in 230 s. | See which clients send the most, and whether the host has processor time left. Nothing is lost: events wait in the database.",
    );
    assert.strictEqual(
        said(judge(busy(30, 6000, 150))),
        "Catching up | 50.0 events come and 150.0 are processed a second. 3000 wait; at this rate they are gone in 30 s.",
    );
    assert.strictEqual(
        said(judge(busy(30, 6000, 50))),
        "Not catching up | 50.0 events come and 50.0 are processed a second. 6000 wait, and do not become fewer. | See which clients send the most, and whether the host has processor time left.",
    );
    assert.strictEqual(judge(busy(4, 6000, 20)).kind, "measuring", "too short to tell");
});

QUnit.test("no events at all", (assert) => {
    assert.strictEqual(judge(every2s(50, () => ({}))).kind, "keeping-up");
    assert.strictEqual(
        said(judge(every2s(70, () => ({})))),
        "No events | Salt has sent no event for 70 s, and none waits. uyuni-salt-event-processor-0 listens. | If clients are at work, see whether the Salt master runs in the server.",
    );
    const once = every2s(70, (at) => ({ inserted: at < 40 ? 1000 : 1001, deleted: at < 40 ? 1000 : 1001 }));
    assert.strictEqual(judge(once).kind, "keeping-up", "one came 30 s ago");
});

QUnit.test("a queue that does not move is called stalled after 20 s", (assert) => {
    const stuck = (seconds: number) =>
        every2s(seconds, (at) => ({
            inserted: 2000 + at * 50,
            deleted: 2000 + at * 44,
            queues: [queue(1, 1000 + at * 44, 3), queue(3, 990, 5 + at, "m3.example.com")],
        }));
    assert.strictEqual(judge(stuck(18)).kind, "keeping-up");
    assert.strictEqual(
        said(judge(stuck(20))),
        "Stalled | Queue 3 has not moved for 20 s. Its oldest event is 990 (m3.example.com). | Look at the log of the event processor for that event, and restart it.",
    );
    const young = stuck(30);
    assert.strictEqual(
        judge({ ...young, listeners: [listening(PROCESSOR_ADDRESS, 5)] }).kind,
        "keeping-up",
        "the consumer has only just come",
    );
    const two = every2s(24, () => ({ queues: [queue(0, 990), queue(3, 991)] }));
    assert.true(
        said(judge(two)).startsWith("Stalled | 2 queues do not move; queue 0 has not moved for 24 s."),
    );
});

QUnit.test("what nobody looked at is not stalled", (assert) => {
    const slow = every2s(60, (at) =>
        at === 0 ? { queues: [queue(1, 5)] } : { front: { refused: "too-slow" } },
    );
    assert.notStrictEqual(judge(slow).kind, "stalled");
    const beyond = every2s(60, (at) =>
        at === 2
            ? {
                  front: fullFront({ 1: 10 }),
                  counts: { queues: [queue(1, 10, 2000), queue(5, 1990)], ms: 5000 },
              }
            : { inserted: 5000, deleted: 3000 + at, front: fullFront({ 1: 10 + at }) },
    );
    assert.notStrictEqual(judge(beyond).kind, "stalled", "queue 5 lies beyond the oldest events");
});

QUnit.test("what holds a queue up", (assert) => {
    const stuck = every2s(24, () => ({ queues: [queue(3, 990)] }));
    const cause = (transactions: EventLog["transactions"]) => {
        const found = judge({ ...stuck, transactions });
        return found.kind === "stalled" ? found.cause.kind : found.kind;
    };
    assert.strictEqual(cause([]), "unknown");
    assert.strictEqual(cause([transaction({ writes: false })]), "unknown", "a reader holds nothing up");
    assert.strictEqual(cause([transaction({ age: 3 })]), "unknown");
    assert.strictEqual(cause([transaction({ address: PROCESSOR_ADDRESS, age: 25 })]), "working");
    assert.strictEqual(cause([transaction()]), "held");
    assert.strictEqual(
        said(judge({ ...stuck, transactions: [transaction()] })).split(" | ")[2],
        "The database session 200 (psql) has had a transaction open for 60 s, and may hold the event. Find out what it does, and end it.",
    );
});

QUnit.test("the whole table is locked", (assert) => {
    const locked = (seconds: number) => ({
        ...every2s(seconds, (at) =>
            at === 0 ? { queues: [queue(3, 990)] } : { front: { refused: "locked" as const } },
        ),
        transactions: [
            transaction({ age: 30 }),
            transaction({ pid: 300, address: PROCESSOR_ADDRESS, application: "", age: 29, blockedBy: [200] }),
        ],
    });
    assert.notStrictEqual(judge(locked(20)).kind, "stalled");
    assert.strictEqual(
        said(judge(locked(22))),
        "Stalled | The whole table of events has been locked for 20 s. | The database session 200 (psql) holds a lock since 30 s. Find out what it does, and end it.",
    );
});

QUnit.test("nobody listens", (assert) => {
    const nobody = every2s(4, () => ({ listeners: [], queues: [queue(1, 10, 7)] }));
    assert.strictEqual(
        said(judge(nobody)),
        "Not listening | The event processor runs, but nobody listens for events. 7 wait in the database. | Look at its log: it may not reach the database, or may not log in. Then restart it.",
    );
    const status = (word: VerdictInput["processor"]["status"], since = 0) =>
        judge(nobody, { processor: { status: word, since, operating: false } });
    assert.strictEqual(status("starting").kind, "starting");
    assert.strictEqual(status("running", START - 5000).kind, "starting", "it has just been started");
    assert.true(said(status("stopped")).endsWith("nothing is lost. | Start the event processor."));
    assert.true(said(status("failed")).endsWith("Start the event processor."));
    assert.strictEqual(
        said(status("stopping")),
        "Stopping | The event processor is being stopped. 7 events wait in the database, and nothing is lost.",
    );
    const operating = { status: "running", since: 0, operating: true } as const;
    assert.true(
        said(judge(nobody, { processor: operating })).endsWith(
            "Wait: if it does not listen in time, the operation puts the old state back.",
        ),
    );
    assert.true(said(status("not-set-up")).includes("Set up the event processor, unless the server"));
    const local = every2s(4, () => ({ listeners: [listening("")] }));
    assert.strictEqual(
        judge(local).kind,
        "not-listening",
        "psql on the database's own socket is no consumer",
    );
});

QUnit.test("somebody else listens in its place", (assert) => {
    const server = every2s(10, () => ({ listeners: [listening(SERVER_ADDRESS)] }));
    assert.true(said(judge(server)).includes("uyuni-server (Tomcat) takes the events instead."));
    const stock = judge(server, { processor: { status: "not-set-up", since: 0, operating: false } });
    assert.true(said(stock).includes("by uyuni-server (Tomcat)."), "a stock server without event processor");
    const hand = every2s(10, () => ({ listeners: [listening("10.89.0.9")] }));
    assert.true(
        said(judge(hand)).includes(
            "by-hand takes the events instead. | Stop and remove the container by-hand",
        ),
    );
});

QUnit.test("more than one consumer", (assert) => {
    const also = (...addresses: string[]) =>
        judge(
            logOf([
                { at: 0, listeners: [listening(), ...addresses.map((address) => listening(address, 1))] },
            ]),
        );
    assert.strictEqual(
        said(also(SERVER_ADDRESS)),
        "More than one consumer | Events are taken by uyuni-salt-event-processor-0, uyuni-server (Tomcat). The server itself takes events in Tomcat, as a stock server image does: the order of a client's events is no longer guaranteed. | Stop and disable the event processor, or use a server image that does not process events itself.",
    );
    assert.strictEqual(
        said(also("10.89.0.9")),
        "More than one consumer | Events are taken by uyuni-salt-event-processor-0, by-hand: the order of a client's events is no longer guaranteed. | Stop and remove the container by-hand with podman.",
    );
    assert.true(said(also("10.89.0.10")).endsWith("Stop and disable uyuni-event-processor@1.service."));
    assert.strictEqual(
        also(PROCESSOR_ADDRESS).kind,
        "measuring",
        "two connections of one container are one consumer",
    );
    assert.strictEqual(also("10.89.0.99").kind, "measuring", "an address without a container, seen once");
    const stays = every2s(2, () => ({ listeners: [listening(), listening("10.89.0.99")] }));
    assert.true(
        said(judge(stays)).endsWith("Find out what connects to the database from 10.89.0.99, and end it."),
    );
    assert.deepEqual(
        consumers(stays, containers).map(({ kind, name, pids }) => [kind, name, pids]),
        [
            ["processor", "uyuni-salt-event-processor-0", [100]],
            ["address", "10.89.0.99", [100]],
        ],
    );
});

QUnit.test("the time in which nobody took events is no trend", (assert) => {
    const log = every2s(36, (at) => ({
        inserted: 100_000 + at * 500,
        deleted: 90_000 + Math.max(0, at - 28) * 2000,
        listeners: at <= 26 ? [] : [listening(PROCESSOR_ADDRESS, at - 27)],
        front: fullFront({ 1: 1000 + Math.max(0, at - 28) * 2000 }),
        base: { live: 10_000 + at * 500 - Math.max(0, at - 28) * 2000 },
    }));
    assert.strictEqual(judge(log).kind, "catching-up");
});
