/** The event processor's names, and the text of the two files that set it up. */
import {
    containerName,
    dropInDirectory,
    generatedConfPath,
    serviceById,
    unitFilePath,
    unitName,
} from "./names.js";
import type { ImageReference } from "./reference.js";
import { serviceFiles, type RenderedFile } from "./service-files.js";

export const eventProcessor = serviceById("event-processor");
/** The one instance there may be. */
export const processorUnit = unitName(eventProcessor);
export const processorContainer = containerName(eventProcessor);
export const processorUnitFile = unitFilePath(eventProcessor);
export const processorDropIns = dropInDirectory(eventProcessor);
export const processorConf = generatedConfPath(eventProcessor);

/** Variables of generated.conf, by what they hold. */
export const processorVariables = {
    image: eventProcessor.imageVariable,
    databaseName: "UYUNI_DB_NAME",
    databasePort: "UYUNI_DB_PORT",
    databaseHost: "UYUNI_DB_HOST",
} as const;

/** Checked values (see settings.ts and reference.ts). */
export interface ProcessorSettings {
    readonly image: ImageReference;
    readonly databaseHost: string;
    readonly databasePort: string;
    readonly databaseName: string;
    readonly debug?: boolean;
}

/** The files in the order in which they are put in place: a unit file never stands without the values it needs. */
export function processorFiles(settings: ProcessorSettings): readonly RenderedFile[] {
    return serviceFiles(eventProcessor, settings);
}
