/** The text of the files that set a service up, out of its entry in the table and checked settings. */
import ownConf from "../../templates/generated.conf";
import confAsMgradm from "../../templates/generated-as-mgradm.conf";
import { environmentOf, quoteEnvironment } from "./environment.js";
import type { FileState } from "./host-state.js";
import { dropInDirectory, generatedConfPath, unitFilePath } from "./names.js";
import type { ImageReference } from "./reference.js";
import type { AnyService, ServiceFiles } from "./services.js";
import { isIPv6 } from "./settings.js";
import { addValue, parseUnitFile, stringifyUnitFile, values } from "./unit-file.js";

/** What a person sets beside the image; which of them, the service's files tell. */
export type SettingName = "databaseHost" | "databasePort" | "databaseName" | "timezone" | "fqdn";

/** Checked values (see settings.ts, service-settings.ts and reference.ts). */
export interface ServiceSettings extends Partial<Readonly<Record<SettingName, string>>> {
    readonly image: ImageReference;
    /** With a port for debuggers, where the service has one. */
    readonly debug?: boolean;
}

export interface RenderedFile {
    readonly path: string;
    /** Octal, as chmod takes it. */
    readonly mode: string;
    readonly text: string;
}

const placeholder = /\{\{(\w+)\}\}/g;
/** What a placeholder is made from, where it is no setting itself. */
const madeFrom: Readonly<Record<string, readonly SettingName[]>> = {
    databaseAddress: ["databaseHost", "databasePort"],
};
const settingNames: readonly SettingName[] = [
    "databaseHost",
    "databasePort",
    "databaseName",
    "timezone",
    "fqdn",
];

/** The settings that the service's files name, in the order of a form. */
export function settingsOf({ files }: AnyService): readonly SettingName[] {
    const texts = files
        ? [files.unit, ...[...files.generated, ...files.custom].map(({ value }) => value)]
        : [];
    const names = texts.flatMap((text) => Array.from(text.matchAll(placeholder), ([, name = ""]) => name));
    const used = new Set(names.flatMap((name): readonly string[] => madeFrom[name] ?? [name]));
    return settingNames.filter((name) => used.has(name));
}

/** Absolute path of the administrator's drop-in that a service's own setting may stand in. */
export function customConfPath(service: AnyService): string {
    return `${dropInDirectory(service)}/custom.conf`;
}

/** Absolute paths of the files that set-up of the service writes, in the order in which it does. */
export function serviceFilePaths(service: AnyService): readonly string[] {
    const { files } = service;
    if (!files) return [];
    return [
        generatedConfPath(service),
        ...(files.custom.length > 0 ? [customConfPath(service)] : []),
        unitFilePath(service),
    ];
}

/**
 * The files in the order in which they are put in place: a unit file never
 * stands without the values it needs.
 *
 * @param present files as they are now; of custom.conf all but the own settings is kept
 * @throws RangeError for a service that only mgradm writes, and for a setting that is named but not given
 */
export function serviceFiles(
    service: AnyService,
    settings: ServiceSettings,
    present: readonly FileState[] = [],
): readonly RenderedFile[] {
    const { files } = service;
    if (!files) throw new RangeError(`Only mgradm writes the files of ${service.id}`);
    return serviceFilePaths(service).map((path) => {
        if (path === unitFilePath(service)) return { path, mode: "0555", text: fill(files.unit, settings) };
        const text =
            path === customConfPath(service)
                ? customConf(files, settings, present.find((file) => file.path === path)?.text ?? null)
                : generatedConf(service, files, settings);
        return { path, mode: "0644", text };
    });
}

function generatedConf(service: AnyService, files: ServiceFiles, settings: ServiceSettings): string {
    const variables = [...files.generated, ...(settings.debug === true ? (files.debug ?? []) : [])];
    const environment = [
        quoteEnvironment(service.imageVariable, settings.image.text),
        ...variables.map(({ variable, value }) => quoteEnvironment(variable, fill(value, settings))),
    ];
    const template = service.writtenBy === "mgradm" ? confAsMgradm : ownConf;
    return template.replace("{{environment}}", () =>
        environment.map((assignment) => `Environment=${assignment}`).join("\n"),
    );
}

/** As mgradm writes it where there is none; one that is there keeps everything else it says. */
function customConf(files: ServiceFiles, settings: ServiceSettings, old: string | null): string {
    return files.custom.reduce(
        (text, { variable, value }) => withVariable(text, variable, fill(value, settings)),
        old ?? "",
    );
}

/** `text` of a drop-in in which `variable` has `value`. */
function withVariable(text: string, variable: string, value: string): string {
    const file = parseUnitFile(text);
    const settings = values(file, "Service", "Environment");
    if (environmentOf(settings).get(variable) === value) return text;
    const entries = file.entries.filter(
        (entry) =>
            !(
                entry.kind === "assignment" &&
                entry.section === "Service" &&
                entry.key === "Environment" &&
                setsOnly(variable, entry.value)
            ),
    );
    const rest = parseUnitFile(stringifyUnitFile({ ...file, entries }));
    return stringifyUnitFile(addValue(rest, "Service", "Environment", quoteEnvironment(variable, value)));
}

function setsOnly(variable: string, setting: string): boolean {
    const environment = environmentOf([setting]);
    return environment.size === 1 && environment.has(variable);
}

/** The values have been checked: none of them means anything to systemd, or to the shell of some units. */
function fill(text: string, settings: ServiceSettings): string {
    return text.replace(placeholder, (_, name: string) => {
        const value = valueOf(name, settings);
        if (value === undefined) throw new RangeError(`The template names ${name}, which has no value`);
        return value;
    });
}

function valueOf(name: string, settings: ServiceSettings): string | undefined {
    const { databaseHost, databasePort } = settings;
    if (name === "databaseAddress") {
        if (databaseHost === undefined || databasePort === undefined) return undefined;
        return `${isIPv6(databaseHost) ? `[${databaseHost}]` : databaseHost}:${databasePort}`;
    }
    const setting = settingNames.find((one) => one === name);
    return setting && settings[setting];
}
