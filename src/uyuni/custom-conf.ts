/** Drop-ins that are the administrator's: where they go, what a new one says, and what is wrong with one. */
import { environmentOf } from "./environment.js";
import { message, type Message } from "./message.js";
import { dropInDirectory } from "./names.js";
import type { AnyService } from "./services.js";
import { parseUnitFile, type UnitEntry } from "./unit-file.js";
import { splitWords } from "./words.js";

/** custom.conf is read before generated.conf, and local.conf after it. */
export type DropInName = "custom.conf" | "local.conf";

export interface Remark {
    /** "error": systemd would not start the service, or not read the file as it looks. */
    readonly severity: "error" | "warning";
    /** From 1. */
    readonly line: number;
    readonly sentence: Message;
}

export function dropInPath(service: AnyService, name: DropInName): string {
    return `${dropInDirectory(service)}/${name}`;
}

/** Text of a new drop-in. */
export function defaultDropIn(service: AnyService): string {
    return `# Own settings of ${service.unitFile}; neither mgradm nor cockpit-uyuni overwrites this file.\n\n[Service]\n`;
}

const sections = ["Unit", "Service", "Install"];
/** Settings on which the service's units rely to keep hold of their container. */
const delicate = ["ExecStart", "ExecStartPre", "ExecStop", "ExecStopPost", "Type", "PIDFile"];

/** What a person should know before `text` becomes the drop-in `name` of the service; in the order of its lines. */
export function checkDropIn(service: AnyService, name: DropInName, text: string): readonly Remark[] {
    if (text.includes("\0"))
        return [{ severity: "error", line: 1, sentence: message("The text contains a NUL character.") }];
    const file = parseUnitFile(text);
    const remarks: Remark[] = [];
    const reset = new Set<string>();
    let line = 1;
    let section = "";
    let isBroken = false;
    for (const entry of file.entries) {
        const say = (severity: Remark["severity"], sentence: Message) => {
            remarks.push({ severity, line, sentence });
        };
        if (entry.kind === "section") {
            section = entry.section;
            if (!isKnownSection(section))
                say("warning", message("systemd does not know a section $0, and ignores it.", section));
        } else if (entry.kind === "other") {
            const sentence = isBroken ? null : ignoredLine(entry, section);
            isBroken ||= /^\s*\[/.test(entry.text);
            if (sentence) say(isBroken ? "error" : "warning", sentence);
        } else if (section === "Service") {
            if (entry.value === "") reset.add(entry.key);
            for (const [severity, sentence] of settingRemarks(service, name, entry, reset))
                say(severity, sentence);
        }
        line += entry.text.split(/\r\n?|\n/).length - 1;
    }
    if (file.unfinished)
        remarks.push({
            severity: "error",
            line: Math.max(1, text.replace(/\s+$/, "").split("\n").length),
            sentence: message("The last line ends with a backslash, and the next one is missing."),
        });
    return remarks;
}

function isKnownSection(section: string): boolean {
    return sections.includes(section) || section.startsWith("X-");
}

/** Null for an empty line and a comment. */
function ignoredLine({ text }: UnitEntry, section: string): Message | null {
    const content = text.trim().replace(/^\ufeff/, "");
    if (content === "" || /^[#;]/.test(content)) return null;
    if (content.startsWith("["))
        return message("This is no section: “]” is missing, and systemd reads nothing after it.");
    return section === ""
        ? message("This stands before the first section, and systemd ignores it: begin with $0.", "[Service]")
        : message("systemd ignores this line: it has no “=”.");
}

function* settingRemarks(
    service: AnyService,
    name: DropInName,
    { key, value }: Extract<UnitEntry, { kind: "assignment" }>,
    reset: ReadonlySet<string>,
): Generator<[Remark["severity"], Message]> {
    if (delicate.includes(key) && value !== "")
        // A second command is allowed to Type=oneshot alone: the unit would not load.
        yield key === "ExecStart" && !reset.has(key)
            ? [
                  "error",
                  message(
                      "A second $0 keeps the service from starting: put an empty one before it to replace the first.",
                      "ExecStart=",
                  ),
              ]
            : ["warning", message("$0 replaces what starts and stops the container.", `${key}=`)];
    if (key !== "Environment") return;
    if (value === "") {
        yield ["warning", message("This drops all variables that were set before, the image among them.")];
        return;
    }
    const words = splitWords(value);
    if (words === null) {
        yield ["warning", message("systemd ignores this line: a quote is open, or an escape is not valid.")];
        return;
    }
    const bad = words.filter((word) => environmentOf([`"${word.replace(/[\\"]/g, "\\$&")}"`]).size === 0);
    if (bad.length > 0)
        yield ["warning", message("systemd ignores “$0”: it is no assignment.", bad.join(" "))];
    const generated = new Set([
        service.imageVariable,
        ...(service.files?.generated ?? []).map(({ variable }) => variable),
    ]);
    for (const variable of environmentOf([value]).keys())
        if (generated.has(variable))
            yield [
                "warning",
                name === "custom.conf"
                    ? message(
                          "$0 has no effect here: $1 is read later and sets it too. Use $2.",
                          variable,
                          "generated.conf",
                          "local.conf",
                      )
                    : message(
                          "$0 wins over $1: an image or a setting that is chosen elsewhere has no effect.",
                          variable,
                          "generated.conf",
                      ),
            ];
}
