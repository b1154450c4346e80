/**
 * A psql that stays connected while a page asks for events.
 *
 * `podman exec` costs more than all the questions together, so it is done once
 * and the questions go to psql's standard input, one batch at a time. On this
 * host's database psql runs as its superuser, who needs no password on the
 * socket; for a database elsewhere, the server's own spacewalk-sql logs in with
 * the password it has. When the channel is closed, psql reads the end of its
 * input and goes.
 */
import cockpit, { type Process } from "cockpit";
import { answerLine, askInput, limitOf, sessionSql, type Question } from "../uyuni/events/queries.js";
import { asHostError, HostError, within } from "./problem.js";

/** Where the database is. Checked values. */
export interface DatabasePlace {
    /** It runs in this host's own container. */
    readonly isLocal: boolean;
    readonly name: string;
}

/** Beyond the database's own limit: for podman, and for a machine that is busy. */
const SLACK_SECONDS = 6;
/** No answer is longer. */
const MOST_TEXT = 1_000_000;

/** SQLSTATE and JSON text of an answer; the text is null where the question was refused. */
export interface Answer {
    readonly sqlState: string;
    readonly text: string | null;
}
export type Answers = ReadonlyMap<string, Answer>;

function argv({ isLocal, name }: DatabasePlace): string[] {
    if (!isLocal) return ["podman", "exec", "--interactive", "uyuni-server", "spacewalk-sql", "-i"];
    return [
        ...["podman", "exec", "--interactive", "--user", "postgres", "uyuni-db"],
        ...["psql", "--no-psqlrc", "--quiet", "--username=postgres", `--dbname=${name}`],
    ];
}

export class EventsSession {
    readonly #process: Process<string>;
    readonly #ended: Promise<never>;
    #text = "";
    #lines: string[] = [];
    #wake = (): void => undefined;
    isOpen = true;

    constructor(place: DatabasePlace) {
        this.#process = cockpit.spawn(argv(place), { superuser: "require", err: "message" });
        void this.#process.input(sessionSql, true);
        void this.#process.stream((chunk) => {
            this.#read(chunk);
        });
        this.#ended = this.#process.then(
            () => Promise.reject(new HostError("disconnected", cockpit.message("disconnected"))),
            (reason: unknown) => Promise.reject(asHostError(reason)),
        );
        this.#ended.catch(() => {
            this.isOpen = false;
        });
    }

    #read(chunk: string): void {
        const parts = (this.#text + chunk).split("\n");
        this.#text = parts.pop() ?? "";
        this.#lines.push(...parts);
        if (this.#text.length > MOST_TEXT || this.#lines.length > 1000) this.close();
        this.#wake();
    }

    /** Asks, and waits for all the answers. One at a time. Rejects with HostError; the session is closed then. */
    async ask(questions: readonly Question[]): Promise<Answers> {
        this.#lines = [];
        const answered = new Promise<Answers>((resolve) => {
            this.#wake = () => {
                const answers = this.#answers();
                if (answers !== null) resolve(answers);
            };
        });
        void this.#process.input(askInput(questions), true);
        try {
            return await within(
                limitOf(questions) / 1000 + SLACK_SECONDS,
                Promise.race([answered, this.#ended]),
            );
        } catch (reason) {
            this.close();
            throw asHostError(reason);
        } finally {
            this.#wake = () => undefined;
        }
    }

    /** null until the last of them is there. */
    #answers(): Answers | null {
        const answers = new Map<string, Answer>();
        let json: string | null = null;
        for (const line of this.#lines) {
            const found = answerLine(line);
            if (found.kind === "json") json = found.text;
            else if (found.kind === "asked") {
                if (found.question === "end") return answers;
                const { sqlState } = found;
                answers.set(found.question, { sqlState, text: sqlState === "00000" ? json : null });
                json = null;
            }
        }
        return null;
    }

    close(): void {
        this.isOpen = false;
        this.#process.close();
    }
}
