/**
 * Choosing journal entries by their text: by journalctl itself where it can
 * (--grep needs a library that a system may leave out), otherwise here.
 */
import cockpit from "cockpit";
import type { JournalEntry, LogQuery } from "./host.js";
import { JOURNAL_ENVIRONMENT } from "./journal-lines.js";
import { asHostError, within } from "./problem.js";

export interface JournalFilter {
    readonly args: readonly string[];
    /** journalctl looks for the text. */
    readonly greps: boolean;
    /** This module looks for the text. */
    readonly own: boolean;
    fits(entry: JournalEntry): boolean;
}

/** The same for journalctl as for this module, without regard to case. */
export async function filterOf({ priority, text = "" }: LogQuery): Promise<JournalFilter> {
    const args = priority === undefined ? [] : [`--priority=${priority}`];
    const wanted = text.replaceAll("\0", "");
    if (wanted === "") return { args, greps: false, own: false, fits: () => true };
    if (await canGrep()) {
        const grep = ["--case-sensitive=no", `--grep=${literally(wanted)}`];
        return { args: [...args, ...grep], greps: true, own: false, fits: () => true };
    }
    const lowered = wanted.toLocaleLowerCase();
    return {
        args,
        greps: false,
        own: true,
        fits: (entry) => entry.text.toLocaleLowerCase().includes(lowered),
    };
}

/** Perl-compatible pattern that means `text` itself. */
function literally(text: string): string {
    return text.replace(/[!-/:-@[-^`{-~]/g, "\\$&");
}

let grepping: Promise<boolean> | null = null;

/** journalctl's complaint is the only sign that it cannot. */
function canGrep(): Promise<boolean> {
    grepping ??= (async () => {
        const argv = ["journalctl", "--quiet", "--lines=1", "--until=@1", "--grep=x"];
        const process = cockpit.spawn(argv, { err: "message", environ: JOURNAL_ENVIRONMENT });
        try {
            await within(15, process);
        } catch (reason) {
            process.close("terminated");
            return !/pcre|pattern matching/i.test(asHostError(reason).message);
        }
        return true;
    })();
    return grepping;
}
