/**
 * Is the event processor keeping up? One answer, out of the readings so far
 * and what else is known of the host. No clock: `log.time` is the present.
 */
import type { ContainerState, Unknown } from "../host-state.js";
import type { RowStatus } from "../overview.js";
import { consumers, type Consumer } from "./consumers.js";
import type { EventLog, QueueState } from "./log.js";
import { ratesOver, type Rates } from "./rates.js";
import type { Transaction } from "./reading.js";

/** A queue whose oldest event stays the same for so long does not move. */
export const stallSeconds = 20;
/** What the trend is read from, and the least of it that tells one. */
const trendSeconds = 30;
const leastTrendSeconds = 6;
/** For so long after its start the processor need not listen yet. */
const startSeconds = 15;
/** Fewer waiting events than this, or than come in five seconds, are no backlog. */
const fewEvents = 100;
/** Without a single event for so long, it is said that there are none. */
const quietSeconds = 60;

export interface VerdictInput {
    readonly log: EventLog;
    /** Why the last attempt to read told nothing; null when it did. */
    readonly problem: EventsProblem | null;
    readonly processor: {
        readonly status: RowStatus;
        /** Milliseconds since the epoch, 0 if not known. */
        readonly since: number;
        /** An operation on it runs, which starts it anew and puts the old state back if it does not listen. */
        readonly operating: boolean;
    };
    readonly containers: readonly ContainerState[];
}

export type EventsProblem =
    /** It was not asked, since that cannot be done from here. */
    | { readonly kind: "not-known"; readonly why: Unknown }
    /** It was asked, and did not answer. */
    | { readonly kind: "unreachable"; readonly detail: string };

/** What holds a queue up, as far as that can be seen. */
export type StallCause =
    | { readonly kind: "locked"; readonly by: Transaction | null; readonly consumer: Consumer | null }
    /** The consumer itself has been at it for so long. */
    | { readonly kind: "working"; readonly by: Transaction; readonly consumer: Consumer }
    /** Another session has had a transaction open for so long, and may hold the event. */
    | { readonly kind: "held"; readonly by: Transaction }
    | { readonly kind: "unknown" };

export type Verdict =
    | { readonly kind: "measuring" }
    | { readonly kind: "not-known"; readonly why: Unknown }
    | { readonly kind: "no-table" }
    | { readonly kind: "unreachable"; readonly detail: string }
    | {
          readonly kind: "several-consumers";
          readonly consumers: readonly Consumer[];
          readonly tomcat: boolean;
      }
    | {
          readonly kind: "not-listening";
          readonly status: RowStatus;
          readonly waiting: number;
          /** Who takes the events instead of it. */
          readonly instead: Consumer | null;
          readonly operating: boolean;
      }
    | { readonly kind: "starting" | "stopping"; readonly waiting: number }
    | {
          readonly kind: "stalled";
          /** The one that stands still longest; null where the whole table is locked. */
          readonly queue: QueueState | null;
          /** How many stand still. */
          readonly queues: number;
          readonly seconds: number;
          readonly cause: StallCause;
      }
    | (Flow & { readonly kind: "falling-behind"; readonly doublesIn: number })
    | (Flow & { readonly kind: "catching-up"; readonly goneIn: number })
    | (Flow & { readonly kind: "standing" })
    | (Flow & { readonly kind: "keeping-up" })
    | { readonly kind: "no-events"; readonly seconds: number; readonly consumer: Consumer };

/** Times in seconds. */
interface Flow {
    readonly waiting: number;
    readonly exact: boolean;
    readonly rates: Rates;
    readonly consumer: Consumer;
}

export function verdict(input: VerdictInput): Verdict {
    const { log, problem } = input;
    if (problem?.kind === "unreachable") return { kind: "unreachable", detail: problem.detail };
    if (problem !== null) return { kind: "not-known", why: problem.why };
    const last = log.points.at(-1);
    if (!last) return { kind: "measuring" };
    if (log.noTable) return { kind: "no-table" };
    const present = consumers(log, input.containers);
    if (present.length > 1)
        return {
            kind: "several-consumers",
            consumers: present,
            tomcat: present.some(({ kind }) => kind === "server"),
        };
    const [consumer] = present;
    return (
        notListening(input, consumer, last.waiting) ??
        (consumer ? flow(log, consumer) : { kind: "measuring" })
    );
}

function notListening(
    { log, processor }: VerdictInput,
    consumer: Consumer | undefined,
    waiting: number,
): Verdict | null {
    const isSetUp = processor.status === "running" || processor.status === "starting";
    if (consumer?.kind === "processor" || (consumer && !isSetUp)) return null;
    if (!consumer && (processor.status === "starting" || log.time - processor.since < startSeconds * 1000))
        if (isSetUp) return { kind: "starting", waiting };
    if (!consumer && processor.status === "stopping") return { kind: "stopping", waiting };
    const { status, operating } = processor;
    return { kind: "not-listening", status, waiting, instead: consumer ?? null, operating };
}

function flow(log: EventLog, consumer: Consumer): Verdict {
    const stalled = stall(log, consumer);
    if (stalled) return stalled;
    const last = log.points.at(-1);
    // How the backlog grew while nobody took events says nothing about the one who does now.
    const since = log.points.findLastIndex(({ isConsumed }) => !isConsumed) + 1;
    const trend = ratesOver(log.points.slice(since), trendSeconds);
    if (!last || trend === null) return { kind: "measuring" };
    const { waiting, exact } = last;
    const now = { waiting, exact, rates: trend, consumer };
    if (waiting === 0) {
        const quiet = (last.time - lastArrival(log)) / 1000;
        if (quiet >= quietSeconds) return { kind: "no-events", seconds: quiet, consumer };
    }
    if (waiting < Math.max(fewEvents, 5 * trend.in))
        return { kind: "keeping-up", ...now, rates: ratesOver(log.points, 10) ?? trend };
    if (trend.seconds < leastTrendSeconds) return { kind: "measuring" };
    const margin = Math.max(1, 0.02 * trend.in);
    if (trend.growth > margin) return { kind: "falling-behind", ...now, doublesIn: waiting / trend.growth };
    if (trend.growth < -margin) return { kind: "catching-up", ...now, goneIn: waiting / -trend.growth };
    return { kind: "standing", ...now };
}

/** When the last event came; the oldest point's time if none did since. */
function lastArrival({ points }: EventLog): number {
    const last = points.at(-1);
    const before = points.findLast(({ inserted }) => inserted !== last?.inserted);
    return before === undefined ? (points[0]?.time ?? 0) : (points[points.indexOf(before) + 1]?.time ?? 0);
}

function stall(log: EventLog, consumer: Consumer): Verdict | null {
    // What stood still before the consumer came is none of its doing.
    const between = (since: number, seen: number) => Math.min((seen - since) / 1000, consumer.age);
    const cause = stallCause(log, consumer);
    if (log.refused?.why === "locked") {
        const stood = between(log.refused.since, log.time);
        if (stood < stallSeconds) return null;
        return { kind: "stalled", queue: null, queues: 0, seconds: stood, cause };
    }
    const still = log.queues.filter(({ since, seen }) => between(since, seen) >= stallSeconds);
    const [longest] = still.toSorted((one, other) => one.since - other.since);
    if (!longest) return null;
    const seconds = between(longest.since, longest.seen);
    return { kind: "stalled", queue: longest, queues: still.length, seconds, cause };
}

function stallCause({ transactions }: EventLog, consumer: Consumer): StallCause {
    const isConsumer = ({ address }: Transaction) => address === consumer.address;
    const waits = transactions.find(({ blockedBy }) => blockedBy !== null && blockedBy.length > 0);
    if (waits)
        return {
            kind: "locked",
            by: transactions.find(({ pid }) => waits.blockedBy?.includes(pid) === true) ?? null,
            consumer: isConsumer(waits) ? consumer : null,
        };
    const long = transactions.filter(({ writes, age }) => writes && (age ?? 0) >= stallSeconds / 2);
    const foreign = long.find((transaction) => !isConsumer(transaction));
    if (foreign) return { kind: "held", by: foreign };
    const [own] = long;
    return own ? { kind: "working", by: own, consumer } : { kind: "unknown" };
}
