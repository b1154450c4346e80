/** What the journal has of operations, read through journalctl: one JSON object a line. */
import cockpit from "cockpit";
import { noteOrMark } from "../uyuni/history.js";
import { OPERATION_UNIT, type JournalFields } from "../uyuni/operation-record.js";
import { commandPattern } from "../uyuni/step-commands.js";
import { markPattern } from "../uyuni/step-marks.js";
import { anyOf, entryOf, ENTRY_FIELDS, JOURNAL_ENVIRONMENT, matches, parseLine } from "./journal-lines.js";
import { asHostError, exitStatus, within } from "./problem.js";
import { runAsRoot } from "./root.js";

/** PID 1's lines about units, oldest first, at most the last `lines` of them. Rejects with HostError. */
export function readUnitRecords(units: readonly string[], lines: number): Promise<JournalFields[]> {
    // Any user may write a UNIT field.
    return records([`--lines=${lines}`, ...anyOf(...units.map((unit) => ["_UID=0", `UNIT=${unit}`]))]);
}

/** The marks of an operation's steps, oldest first. Rejects with HostError. */
export function readMarks(operation: string): Promise<JournalFields[]> {
    return records([
        `--grep=${markPattern(operation)}`,
        "_UID=0",
        `COCKPIT_UYUNI_OPERATION=${operation}`,
        "SYSLOG_IDENTIFIER=cockpit-uyuni",
    ]);
}

/** The lines of an operation that have its commands. Needs root. Rejects with HostError. */
export async function readCommandLines(operation: string): Promise<readonly string[]> {
    const found = await records([
        `--grep=${commandPattern(operation)}`,
        "--output-fields=MESSAGE",
        "_UID=0",
        `COCKPIT_UYUNI_OPERATION=${operation}`,
        `_SYSTEMD_UNIT=${OPERATION_UNIT}`,
        "SYSLOG_IDENTIFIER=cockpit-uyuni",
    ]);
    return found.map((fields) => fields["MESSAGE"] ?? "");
}

/** Everything that an operation wrote, podman's events left out, oldest first. Needs root. Rejects with HostError. */
export async function readOutputLines(operation: string): Promise<readonly string[]> {
    const query = { unit: "", operation, lines: 0 };
    const found = await records([ENTRY_FIELDS, ...matches(query)]);
    return found.filter((fields) => !("PODMAN_EVENT" in fields)).map((fields) => entryOf(fields).text);
}

/**
 * The marks of the steps of all operations, and which images they left running,
 * oldest first, from `since` (milliseconds since the epoch) on. Rejects with HostError.
 */
export function readOperationLines(since: number): Promise<JournalFields[]> {
    return records([
        `--grep=${noteOrMark}`,
        `--since=@${Math.floor(since / 1000)}`,
        "--output-fields=MESSAGE,COCKPIT_UYUNI_OPERATION,_SYSTEMD_UNIT",
        "_UID=0",
        "SYSLOG_IDENTIFIER=cockpit-uyuni",
    ]);
}

/** Waits until all that was logged so far can be read. Needs root. Rejects with HostError. */
export async function journalWritten(): Promise<void> {
    await runAsRoot(["journalctl", "--sync"], 10);
}

async function records(args: readonly string[]): Promise<JournalFields[]> {
    const process = cockpit.spawn(["journalctl", "--quiet", "--all", "--output=json", ...args], {
        superuser: "require",
        err: "message",
        environ: JOURNAL_ENVIRONMENT,
    });
    try {
        const output = await within(30, process);
        return output
            .split("\n")
            .map(parseLine)
            .filter((fields) => fields !== null);
    } catch (reason) {
        process.close("terminated");
        // journalctl --grep ends with 1 when nothing matches.
        if (exitStatus(reason) === 1) return [];
        throw asHostError(reason);
    }
}
