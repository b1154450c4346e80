/** What a line of a log says beside its text. */
import type { JournalEntry } from "../../../host/host.js";
import { _, format } from "../../translate.js";
import { visibleLine } from "../../visible-text.js";
import { priorityWording, type Tone } from "../../wording.js";
import { plainText } from "./ansi.js";
import type { Priority } from "./log-filters.js";

/** podman gives priority 3 to whatever a program writes to stderr, be it ever so harmless. */
function isStderr({ source, priority }: JournalEntry, container: string): boolean {
    return source === container && priority <= 3;
}

/** Stands before the text of an entry. */
export function prefixOf(entry: JournalEntry, container: string): string {
    if (entry.source === container) return isStderr(entry, container) ? "stderr " : "";
    const wording = priorityWording(entry.priority);
    return wording === null ? "" : `${wording.word}: `;
}

export function toneOf(entry: JournalEntry, container: string): Tone | null {
    return entry.source === container ? null : (priorityWording(entry.priority)?.tone ?? null);
}

/** An entry as a line of a text file. */
export function asText({ time, source, text }: JournalEntry): string {
    return `${new Date(time / 1000).toISOString()} ${visibleLine(source)}: ${plainText(text)}\n`;
}

/** "and worse" belongs to all but the first, which is the worst. */
export function priorityLabel(priority: Priority): string {
    switch (priority) {
        case "emerg":
            return _("Emergency");
        case "alert":
            return andWorse(_("Alert"));
        case "crit":
            return andWorse(_("Critical"));
        case "err":
            return andWorse(_("Error"));
        case "warning":
            return andWorse(_("Warning"));
        case "notice":
            return andWorse(_("Notice"));
        case "info":
            return andWorse(_("Info"));
        case "debug":
            return andWorse(_("Debug"));
    }
}

function andWorse(name: string): string {
    return format(_("$0 and worse"), name);
}
