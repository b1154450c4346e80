/** Asking the installed mgradm what it is and which flags it knows. Nothing is changed. */
import {
    flagsOf,
    MGRADM,
    runningIn,
    subcommands,
    versionIn,
    type Mgradm,
    type Task,
} from "../uyuni/mgradm/tool.js";
import { asHostError } from "./problem.js";
import { outputOrNull } from "./read-files.js";

/** null: it is not installed. Rejects with HostError. */
export async function readMgradm(): Promise<Mgradm | null> {
    try {
        if ((await outputOrNull(["test", "-x", MGRADM])) === null) return null;
        const flags = async (task: Task) =>
            flagsOf(task, (await outputOrNull([MGRADM, ...subcommands[task], "--help"])) ?? "");
        const [version, upgrade, backup, restore, support] = await Promise.all([
            outputOrNull([MGRADM, "--version"]),
            ...[flags("upgrade"), flags("backup"), flags("restore"), flags("support")],
        ] as const);
        const running = await outputOrNull(["pgrep", "-a", "-x", "mgradm"]);
        return {
            version: versionIn(version ?? ""),
            commands: { upgrade, backup, restore, support },
            running: runningIn(running ?? ""),
        };
    } catch (reason) {
        throw asHostError(reason);
    }
}
