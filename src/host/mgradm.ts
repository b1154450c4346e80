/** Asking the installed mgradm what it is and which flags it knows. Nothing is changed. */
import cockpit from "cockpit";
import {
    flagsOf,
    MGRADM,
    runningIn,
    subcommands,
    versionIn,
    type Mgradm,
    type Task,
} from "../uyuni/mgradm/tool.js";
import type { Closeable } from "./host.js";
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

/** Before it is looked for again where pidwait(1) is not there. */
const AGAIN_MS = 5000;

/** Calls `onEnd` once when no mgradm runs any more, or may not. */
export function awaitMgradm(onEnd: () => void): Closeable {
    let timer = 0;
    let closed = false;
    const process = cockpit.spawn(["pidwait", "-x", "mgradm"], { superuser: "require", err: "ignore" });
    process.then(
        () => {
            if (!closed) onEnd();
        },
        () => {
            if (!closed) timer = window.setTimeout(onEnd, AGAIN_MS);
        },
    );
    return {
        close: () => {
            closed = true;
            window.clearTimeout(timer);
            process.close("terminated");
        },
    };
}
