/** What journalctl prints (one JSON object a line) as plain values, and the arguments that choose lines. */
import type { JournalFields } from "../uyuni/operation-record.js";
import type { JournalEntry, JournalQuery, LogQuery } from "./host.js";

/** For every journalctl that is spawned. */
export const JOURNAL_ENVIRONMENT = ["LC_ALL=C.UTF-8"];

/** Fields that an entry is made of, and one that tells podman's events; cursor, time and boot id always come. */
export const ENTRY_FIELDS =
    "--output-fields=MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,CONTAINER_NAME,_PID,PODMAN_EVENT";

/** A field of journalctl's JSON: text, or bytes as numbers when they are no UTF-8, or null when it is too large. */
function fieldText(value: unknown): string {
    if (typeof value === "string") return value;
    if (Array.isArray(value)) {
        const bytes = value.filter((item): item is number => typeof item === "number");
        if (bytes.length > 0) return new TextDecoder().decode(Uint8Array.from(bytes));
        return value.map(fieldText).join("\n");
    }
    return "";
}

/** Null for what is no JSON object. */
export function parseLine(line: string): JournalFields | null {
    try {
        const record: unknown = JSON.parse(line);
        if (typeof record !== "object" || record === null) return null;
        return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, fieldText(value)]));
    } catch {
        return null;
    }
}

export function entryOf(fields: JournalFields): JournalEntry {
    return {
        cursor: fields["__CURSOR"] ?? "",
        time: Number(fields["__REALTIME_TIMESTAMP"] ?? "0"),
        priority: Number(fields["PRIORITY"] ?? "6"),
        source: fields["CONTAINER_NAME"] ?? fields["SYSLOG_IDENTIFIER"] ?? "",
        text: (fields["MESSAGE"] ?? "").replace(/\r?\n$/, ""),
        bootId: fields["_BOOT_ID"] ?? "",
        pid: Number(fields["_PID"] ?? "0"),
    };
}

/** The entries among lines of output; what is no entry is left out, and what `query` does not ask for. */
export function entriesOf(lines: readonly string[], query: Asked = {}): JournalEntry[] {
    return lines.flatMap((line) => {
        const fields = parseLine(line);
        const isWanted = fields !== null && !(leavesOutEvents(query) && "PODMAN_EVENT" in fields);
        return isWanted ? [entryOf(fields)] : [];
    });
}

type Asked = Pick<JournalQuery, "operation">;

/**
 * podman keeps its events in the journal, too, each with all labels of the image. Among the output of an operation
 * they say nothing that its steps do not say, and bury what does.
 */
export function leavesOutEvents({ operation }: Asked): boolean {
    return operation !== undefined;
}

/** Any of `alternatives`, each of which is a list of matches that all have to hold. */
export function anyOf(...alternatives: readonly (readonly string[])[]): string[] {
    return alternatives.flatMap((all, index) => (index === 0 ? all : ["+", ...all]));
}

/**
 * What belongs to a unit: lines of its processes, root's lines about it (PID 1, core dumps), and those that podman
 * wrote for its container. A line that fits twice comes once. Any user may write any field that does not begin with
 * "_", so those count only in root's lines.
 */
export function matches({ unit, container, operation }: JournalQuery | LogQuery): string[] {
    if (operation !== undefined) return ["_UID=0", `COCKPIT_UYUNI_OPERATION=${operation}`];
    const about = [`UNIT=${unit}`, `OBJECT_SYSTEMD_UNIT=${unit}`, `COREDUMP_UNIT=${unit}`];
    if (container !== undefined) about.push(`CONTAINER_NAME=${container}`);
    return anyOf([`_SYSTEMD_UNIT=${unit}`], ...about.map((match) => ["_UID=0", match]));
}
