import { consumers } from "../../src/uyuni/events/consumers.js";
import { addReading, emptyLog, type EventLog } from "../../src/uyuni/events/log.js";
import type { VerdictInput } from "../../src/uyuni/events/verdict.js";
import { wayOut } from "../../src/uyuni/events/way-out.js";
import { whileStopped } from "../../src/uyuni/events/while-stopped.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { busy, containers, formats, judge } from "./events-judge.js";
import {
    every2s,
    listening,
    logOf,
    moment,
    PROCESSOR_ADDRESS,
    queue,
    SERVER_ADDRESS,
    transaction,
} from "./events-sample.js";
import { container } from "./sample-host.js";

QUnit.module("events: consumers");

QUnit.test("what a page can do about it", (assert) => {
    const with2 = (address: string) =>
        wayOut(judge(logOf([{ at: 0, listeners: [listening(), listening(address, 30)] }])));
    assert.deepEqual(with2(SERVER_ADDRESS), { kind: "step-aside" });
    assert.deepEqual(with2("10.89.0.10"), { kind: "stop-unit", unit: "uyuni-event-processor@1.service" });
    assert.deepEqual(with2("10.89.0.9"), { kind: "stop-container", name: "by-hand" });
    const strange = every2s(4, () => ({ listeners: [listening(), listening("192.0.2.1")] }));
    assert.strictEqual(wayOut(judge(strange)), null, "it is elsewhere");

    const nobody = every2s(4, () => ({ listeners: [], queues: [queue(1, 10, 7)] }));
    const status = (word: VerdictInput["processor"]["status"], operating = false) =>
        wayOut(judge(nobody, { processor: { status: word, since: 0, operating } }));
    assert.deepEqual(status("stopped"), { kind: "start" });
    assert.deepEqual(status("failed"), { kind: "start" });
    assert.strictEqual(status("failed", true), null, "the operation takes care of it");
    assert.deepEqual(status("running"), { kind: "log" });
    assert.deepEqual(status("not-set-up"), { kind: "set-up" });
    assert.strictEqual(status("stopping"), null);
    const server = every2s(10, () => ({ listeners: [listening(SERVER_ADDRESS)] }));
    assert.deepEqual(wayOut(judge(server)), { kind: "step-aside" });

    const stuck = every2s(24, () => ({ queues: [queue(3, 990)] }));
    assert.deepEqual(wayOut(judge(stuck)), { kind: "log" });
    assert.strictEqual(
        wayOut(judge({ ...stuck, transactions: [transaction()] })),
        null,
        "another session is not ended from here",
    );
    assert.deepEqual(wayOut(judge(busy(30, 10_000, 20))), { kind: "busiest" });
    assert.strictEqual(wayOut(judge(busy(30, 0, 50))), null);
    const down = judge(emptyLog, { problem: { kind: "unreachable", detail: "" } });
    assert.deepEqual(wayOut(down), { kind: "service", service: "db" });
});

QUnit.test("what stopping means for the events", (assert) => {
    const sentences = (log: EventLog) => whileStopped(log, containers, formats).map(inEnglish);
    const waiting =
        "7 events wait at present. They stay in the database, and are processed in their order afterwards.";
    const taking = (...addresses: string[]) =>
        logOf([
            {
                at: 0,
                queues: [queue(1, 10, 7)],
                listeners: addresses.map((address) => listening(address)),
            },
        ]);
    assert.deepEqual(sentences(emptyLog), [], "nothing is known");
    assert.deepEqual(sentences(taking(PROCESSOR_ADDRESS)), [
        "Nobody else takes events: the server does not process them itself, so more and more wait until the event processor is started again.",
        waiting,
    ]);
    assert.deepEqual(sentences(taking(PROCESSOR_ADDRESS, SERVER_ADDRESS)), [
        "The server itself takes events in Tomcat, as a stock server image does: it goes on processing them.",
        waiting,
    ]);
    assert.deepEqual(sentences(taking(PROCESSOR_ADDRESS, "10.89.0.9")), [
        "by-hand takes events, too, and goes on.",
        waiting,
    ]);
});

QUnit.test("a consumer is known by its IPv6 address, too", (assert) => {
    const six = [
        container("uyuni-server", {
            networks: [{ name: "uyuni", address: SERVER_ADDRESS, address6: "fd00::5" }],
        }),
    ];
    const log = logOf([{ at: 0, listeners: [listening("fd00::5")] }]);
    assert.deepEqual(
        consumers(log, six).map(({ kind, name }) => [kind, name]),
        [["server", "uyuni-server"]],
    );
});

QUnit.test("a container that is gone takes no events, though its connection lives on", (assert) => {
    const one = { at: 0, listeners: [listening()] };
    const before = addReading(emptyLog, moment(one), containers);
    const after = addReading(
        addReading(before, moment({ ...one, at: 2 }), []),
        moment({ ...one, at: 4 }),
        [],
    );
    for (const log of [before, after]) {
        const found = judge(log, {
            containers: [],
            processor: { status: "stopping", since: 0, operating: false },
        });
        assert.strictEqual(found.kind, "stopping");
    }
});
