/** Drift between the templates and the files on disk. */
import { isLegacyConf } from "./configuration.js";
import type { FileState, Known } from "./host-state.js";
import { message, type Message } from "./message.js";
import { unitFilePath } from "./names.js";
import { completeSettings, presentSettings } from "./present-settings.js";
import { customConfPath, serviceFiles } from "./service-files.js";
import type { AnyService } from "./services.js";
import { parseUnitFile } from "./unit-file.js";

export type LayerPair = "template-file" | "drop-ins" | "file-unit" | "unit-container" | "container-registry";

export type DriftAction = "set-up-again" | "edit-drop-ins" | "daemon-reload" | "restart" | "pull-and-restart";

/** Two texts that should be the same; for a diff. */
export interface TextDifference {
    /** The file, "" where it is none. */
    readonly path: string;
    readonly expected: string;
    readonly actual: string;
}

export interface DriftRow {
    readonly pair: LayerPair;
    readonly result:
        | "agrees"
        | "differs"
        /** They differ because somebody wants it so. */
        | "overridden"
        | "unknown"
        /** There is nothing to compare with. */
        | "not-compared";
    readonly finding: Message;
    readonly differences: readonly TextDifference[];
    /** What mends it; null where nothing has to be done, or it is not for this module. */
    readonly action: DriftAction | null;
}

/**
 * Compares what counts in the files: settings in their order, not comments nor
 * white space, so that a file that mgradm has written is the same as ours.
 */
export function diskDrift(service: AnyService, files: Known<readonly FileState[]>): DriftRow {
    const row = { pair: "template-file", differences: [], action: null } as const;
    if (files.state !== "known")
        return { ...row, result: "unknown", finding: message("The files were not read.") };
    const present = files.value.filter(({ text }) => text !== null);
    if (present.some(({ path }) => isLegacyConf(path)))
        return {
            ...row,
            result: "not-compared",
            finding: message(
                "There is a drop-in $0 of an old mgradm: the next upgrade with mgradm splits it into $1 and $2.",
                "Service.conf",
                "generated.conf",
                "custom.conf",
            ),
        };
    if (!service.files)
        return {
            ...row,
            result: "not-compared",
            finding: message("mgradm writes these files, as its version and its options have it."),
        };
    if (!present.some(({ path }) => path === unitFilePath(service)))
        return { ...row, result: "not-compared", finding: message("The service is not set up.") };
    const settings = completeSettings(service, presentSettings(service, present));
    if (!settings)
        return {
            ...row,
            result: "differs",
            finding: message("The files lack settings, or have some that are not valid."),
            action: "set-up-again",
        };
    const differences = serviceFiles(service, settings, present)
        .filter(({ path }) => path !== customConfPath(service))
        .map(({ path, text }) => ({
            path,
            expected: text,
            actual: present.find((file) => file.path === path)?.text ?? "",
        }))
        .filter(({ expected, actual }) => essence(expected) !== essence(actual));
    return differences.length === 0
        ? { ...row, result: "agrees", finding: message("The files are as set-up writes them.") }
        : {
              ...row,
              result: "differs",
              finding: message("The files are not as set-up writes them."),
              differences,
              action: "set-up-again",
          };
}

/** Sections, keys and values in order, white space collapsed. */
function essence(text: string): string {
    return JSON.stringify(
        parseUnitFile(text).entries.flatMap((entry) =>
            entry.kind === "assignment" ? [[entry.section, entry.key, entry.value.replace(/\s+/g, " ")]] : [],
        ),
    );
}
