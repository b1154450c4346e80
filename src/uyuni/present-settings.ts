/** The settings of a service out of the files that are there: for filling a form, and for looking for drift. */
import { environmentOf } from "./environment.js";
import type { FileState } from "./host-state.js";
import { generatedConfPath, unitFilePath } from "./names.js";
import { parseReference } from "./reference.js";
import { customConfPath, settingsOf, type ServiceSettings, type SettingName } from "./service-files.js";
import { settingChecks } from "./service-settings.js";
import type { AnyService } from "./services.js";
import { parseUnitFile, values } from "./unit-file.js";

/** What could be read and is valid. */
export interface PresentSettings extends Partial<Readonly<Record<SettingName, string>>> {
    /** Reference in generated.conf, "" if there is none. */
    readonly image: string;
    /** Absent while it is off. */
    readonly debug?: true;
}

export function presentSettings(service: AnyService, files: readonly FileState[]): PresentSettings {
    const text = (path: string) => files.find((file) => file.path === path)?.text ?? "";
    const environment = (path: string) =>
        environmentOf(values(parseUnitFile(text(path)), "Service", "Environment"));
    const generated = environment(generatedConfPath(service));
    const custom = environment(customConfPath(service));
    const found = new Map<string, string>();
    for (const [variables, where] of [
        [service.files?.generated ?? [], generated],
        [service.files?.custom ?? [], custom],
    ] as const)
        for (const { variable, value } of variables) readInto(found, value, where.get(variable) ?? "");
    for (const [pattern, value] of wordsWithSettings(service.files?.unit ?? "", text(unitFilePath(service))))
        readInto(found, pattern, value);
    const settings = settingsOf(service).flatMap((name): [SettingName, string][] => {
        const checked = settingChecks[name](found.get(name) ?? "");
        return "ok" in checked ? [[name, checked.ok]] : [];
    });
    return {
        image: generated.get(service.imageVariable) ?? "",
        ...(inDebugMode(service, generated) && { debug: true }),
        ...Object.fromEntries(settings),
    };
}

/** Settings from which the files can be rendered; null if one is missing, or the image is no reference. */
export function completeSettings(service: AnyService, present: PresentSettings): ServiceSettings | null {
    const image = parseReference(present.image);
    if ("error" in image || settingsOf(service).some((name) => present[name] === undefined)) return null;
    return { ...present, image: image.ok };
}

/**
 * The words of the template that have a setting, with what stands in their
 * place on disk: after the same option, whatever else was changed around it.
 */
function wordsWithSettings(template: string, text: string): [pattern: string, word: string][] {
    const file = parseUnitFile(text);
    return parseUnitFile(template).entries.flatMap((entry): [string, string][] => {
        if (entry.kind !== "assignment" || !entry.value.includes("{{")) return [];
        const actual = values(file, entry.section, entry.key).join(" ").split(/\s+/);
        const wanted = entry.value.split(/\s+/);
        return wanted.flatMap((word, index): [string, string][] => {
            if (!word.includes("{{")) return [];
            const place = actual.indexOf(wanted[index - 1] ?? "") + 1;
            return [[word, actual[place] ?? ""]];
        });
    });
}

/** Reads `value` by `pattern`, in which `{{name}}` stands for a setting. */
function readInto(found: Map<string, string>, pattern: string, value: string): void {
    const names: string[] = [];
    const source = pattern
        .split(/(\{\{\w+\}\})/)
        .map((part) => {
            const name = /^\{\{(\w+)\}\}$/.exec(part)?.[1];
            if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
            names.push(...(name === "databaseAddress" ? ["databaseHost", "databasePort"] : [name]));
            return name === "databaseAddress" ? "(\\[[^\\]/ ]*\\]|[^:/ ]*):([0-9]+)" : "([^ ]+)";
        })
        .join("");
    const match = new RegExp(`^${source}$`).exec(value);
    if (!match) return;
    for (const [index, name] of names.entries())
        found.set(name, (match[index + 1] ?? "").replace(/^\[(.*)\]$/, "$1"));
}

/** Whether the variables of a unit, or of its generated.conf, have it start with a port for debuggers. */
export function inDebugMode({ files }: AnyService, environment: ReadonlyMap<string, string>): boolean {
    const [first] = files?.debug ?? [];
    return first !== undefined && (environment.get(first.variable) ?? "") !== "";
}
