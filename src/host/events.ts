/**
 * Salt's event queue as the database sees it, while somebody looks.
 *
 * Readings are made one after the other, never two at a time: every two
 * seconds or as seldom as the page that looks wants them, none while the page
 * is hidden, and with pauses that grow while there is no answer. What was seen
 * stays in the log when nobody looks, so that a page that comes back goes on.
 */
import cockpit from "cockpit";
import * as v from "valibot";
import { createStore, type StoreApi } from "zustand/vanilla";
import { addReading, emptyLog, wantsCounts } from "../uyuni/events/log.js";
import type { Question } from "../uyuni/events/queries.js";
import {
    BaseAnswer,
    BusiestAnswer,
    CountsAnswer,
    FrontAnswer,
    refusal,
    type Busiest,
    type Reading,
} from "../uyuni/events/reading.js";
import type { EventsProblem } from "../uyuni/events/verdict.js";
import type { ContainerState, HostState } from "../uyuni/host-state.js";
import { findDatabase } from "./events-database.js";
import { EventsSession, type Answer, type Answers, type DatabasePlace } from "./events-session.js";
import type { EventMonitor, EventsState } from "./event-monitor.js";
import type { Closeable } from "./host.js";
import { asHostError, HostError } from "./problem.js";

/** Seconds between two readings after this many attempts without an answer. */
const RETRY_SECONDS = [2, 4, 8, 15];

function parsed<T>(schema: v.GenericSchema<unknown, T>, answer: Answer | undefined): T | null {
    return answer?.text == null ? null : v.parse(schema, JSON.parse(answer.text));
}

function refusedBy(answer: Answer | undefined) {
    return { refused: refusal(answer?.sqlState ?? "") };
}

/** @throws HostError, SyntaxError or ValiError where that is no reading */
function reading(answers: Answers): Reading {
    const base = parsed(BaseAnswer, answers.get("base"));
    if (base === null) throw new HostError("query-failed", answers.get("base")?.sqlState ?? "");
    const front = answers.get("front");
    const counts = answers.get("counts") ?? answers.get("recount");
    return {
        base,
        front: parsed(FrontAnswer, front) ?? refusedBy(front),
        counts: counts === undefined ? null : (parsed(CountsAnswer, counts) ?? refusedBy(counts)),
    };
}

function problemOf({ problem, message }: HostError, place: DatabasePlace | null): EventsProblem {
    if (problem === "access-denied") return { kind: "not-known", why: { reason: "no-access" } };
    if (place?.isLocal === false && /not found|no such (?:file|container)/i.test(message)) {
        const detail = cockpit.gettext(
            "the database is elsewhere, and only spacewalk-sql in the server's container could ask it, which is not there",
        );
        return { kind: "not-known", why: { reason: "error", detail } };
    }
    return { kind: "unreachable", detail: message };
}

class Monitor implements EventMonitor {
    readonly state = createStore<EventsState>()(() => ({
        log: emptyLog,
        problem: null,
        isRead: false,
        readAt: 0,
        lookedAt: 0,
    }));
    readonly #host: StoreApi<HostState>;
    readonly #watchers = new Set<{ readonly seconds: number }>();
    readonly #look = (): void => {
        this.#next();
    };
    readonly #forgetAccess: () => void;
    #session: EventsSession | null = null;
    #place: DatabasePlace | null = null;
    /** The questions that are being asked, or were asked last. */
    #turn: Promise<unknown> = Promise.resolve();
    #timer = 0;
    #isReading = false;
    #failures = 0;
    #lastAt = 0;

    constructor(host: StoreApi<HostState>) {
        this.#host = host;
        cockpit.addEventListener("visibilitychange", this.#look);
        this.#forgetAccess = host.subscribe(({ access, podman }, before) => {
            if (access === before.access && podman.state === before.podman.state) return;
            this.#failures = 0;
            this.#lastAt = 0;
            this.#next();
        });
    }

    watch(seconds: number): Closeable {
        const watcher = { seconds };
        this.#watchers.add(watcher);
        this.#next();
        return {
            close: () => {
                this.#watchers.delete(watcher);
                this.#next();
            },
        };
    }

    async busiest(): Promise<readonly Busiest[]> {
        const answer = (await this.#ask(["busiest"])).get("busiest");
        const busiest = parsed(BusiestAnswer, answer);
        if (busiest === null)
            throw new HostError("query-failed", cockpit.gettext("The database did not answer in time."));
        return busiest;
    }

    async count(): Promise<void> {
        const { counts } = this.#add(await this.#ask(["base", "front", "recount"]));
        if (counts === null || !("refused" in counts)) return;
        const why = {
            "too-slow": cockpit.gettext("The database did not answer in time."),
            locked: cockpit.gettext("The table of events is locked."),
            error: cockpit.gettext("The database refused to count them."),
        };
        throw new HostError("query-failed", why[counts.refused]);
    }

    close(): void {
        this.#watchers.clear();
        cockpit.removeEventListener("visibilitychange", this.#look);
        this.#forgetAccess();
        this.#next();
    }

    /** Sets the clock for the next reading, or ends the connection when nobody looks. */
    #next(): void {
        window.clearTimeout(this.#timer);
        const { access, podman } = this.#host.getState();
        const isRead = this.#watchers.size > 0 && !cockpit.hidden;
        if (isRead !== this.state.getState().isRead) this.state.setState({ isRead });
        if (!isRead) {
            this.#session?.close();
            this.#session = null;
            return;
        }
        // Without the containers nobody could tell who listens.
        if (this.#isReading || access === "pending" || podman.state === "loading") return;
        const wanted = Math.min(...[...this.#watchers].map(({ seconds }) => seconds));
        const pause = Math.max(wanted, this.#failures === 0 ? 0 : (RETRY_SECONDS[this.#failures - 1] ?? 15));
        const wait = this.#lastAt + pause * 1000 - performance.now();
        this.#timer = window.setTimeout(() => void this.#read(), this.#lastAt === 0 ? 0 : Math.max(0, wait));
    }

    async #read(): Promise<void> {
        this.#isReading = true;
        this.#lastAt = performance.now();
        try {
            const unaskable = this.#unaskable();
            if (unaskable !== null) {
                this.state.setState({ problem: unaskable, lookedAt: Date.now() });
                return;
            }
            const counts = wantsCounts(this.state.getState().log);
            this.#add(await this.#ask(counts ? ["base", "front", "counts"] : ["base", "front"]));
            this.#failures = 0;
        } catch (reason) {
            this.#failed(asHostError(reason));
        } finally {
            this.#isReading = false;
            this.#next();
        }
    }

    #add(answers: Answers): Reading {
        const read = reading(answers);
        // Another reading may have been added while this one waited for its turn.
        const log = addReading(this.state.getState().log, read, this.#containers());
        const now = Date.now();
        this.state.setState({ log, problem: null, readAt: now, lookedAt: now });
        return read;
    }

    #containers(): readonly ContainerState[] {
        const { podman } = this.#host.getState();
        return podman.state === "known" ? podman.value.containers : [];
    }

    /** Why the database cannot even be asked, null when it can. */
    #unaskable(): EventsProblem | null {
        const { access, podman } = this.#host.getState();
        if (access === "limited") return { kind: "not-known", why: { reason: "no-access" } };
        return podman.state === "unknown" ? { kind: "not-known", why: podman.why } : null;
    }

    #failed(error: HostError): void {
        // It was closed in the middle because nobody looks any more.
        if (this.#watchers.size === 0 || cockpit.hidden) return;
        this.#failures++;
        this.state.setState({ problem: problemOf(error, this.#place), lookedAt: Date.now() });
        // The next attempt looks up anew where the database is.
        this.#place = null;
    }

    /** Waits for its turn, so that there is never more than one batch in flight. */
    #ask(questions: readonly Question[]): Promise<Answers> {
        const turn = this.#turn.catch(() => undefined).then(() => this.#askNow(questions));
        this.#turn = turn;
        return turn;
    }

    async #askNow(questions: readonly Question[]): Promise<Answers> {
        this.#place ??= await findDatabase(this.#host.getState());
        if (this.#session?.isOpen !== true) this.#session = new EventsSession(this.#place);
        return this.#session.ask(questions);
    }
}

export function monitorEvents(host: StoreApi<HostState>): EventMonitor {
    return new Monitor(host);
}
