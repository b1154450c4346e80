import type { HostState, Known } from "../host-state.js";
import type { ExportPlace } from "../uninstall/export-place.js";
import type { Survey } from "../uninstall/survey.js";
import type { Values } from "./fields.js";
import type { Mgradm, OldData, Task } from "./tool.js";

/** What was asked for, and what the host is like. */
export interface Given {
    readonly task: Task;
    readonly tool: Mgradm;
    readonly values: Values;
    /** Of a task that has a folder; of a backup to restore, its folder of volumes. */
    readonly place: ExportPlace | null;
    readonly survey: Survey;
    /** null: there is no volume of a database. */
    readonly oldData: Known<OldData | null>;
    readonly state: HostState;
}
