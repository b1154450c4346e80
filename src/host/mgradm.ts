/** Asking the installed mgradm what it is and which flags it knows, and what it has left. Nothing is changed. */
import cockpit from "cockpit";
import type { Known } from "../uyuni/host-state.js";
import {
    flagsOf,
    MGRADM,
    OLD_DATA,
    runningIn,
    subcommands,
    versionIn,
    type Mgradm,
    type OldData,
    type Task,
} from "../uyuni/mgradm/tool.js";
import { DATABASE_VOLUMES } from "../uyuni/uninstall/belongings.js";
import { Backoff } from "./backoff.js";
import { watchDirectory, type DirectoryListener } from "./file-tree.js";
import type { Closeable } from "./host.js";
import { asHostError } from "./problem.js";
import { outputOrNull } from "./read-files.js";
import { volumeFolder } from "./volume-folder.js";

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

/**
 * Follows whether an upgrade has put data of the database aside; null: there is no volume of a database.
 * What cannot be read is tried again.
 */
export function followOldData(onChange: (found: Known<OldData | null>) => void): Closeable {
    const [volume = ""] = DATABASE_VOLUMES;
    const backoff = new Backoff();
    let watch: Closeable | null = null;
    let closed = false;
    const failed = (reason: unknown) => {
        const { message: detail } = asHostError(reason);
        onChange({ state: "unknown", why: { reason: "error", detail } });
    };
    const again = () => {
        backoff.again(() => void follow());
    };
    const listener = (folder: string): DirectoryListener => ({
        listed: (entries) => {
            backoff.succeeded();
            onChange({ state: "known", value: { folder, isThere: entries.has(OLD_DATA) } });
        },
        problem: (error, ended) => {
            failed(error);
            if (ended) again();
        },
    });
    const follow = async () => {
        try {
            const data = await volumeFolder(volume);
            if (closed) return;
            const parent = data.slice(0, data.lastIndexOf("/"));
            watch = watchDirectory(parent, OLD_DATA, listener(`${parent}/${OLD_DATA}`), "require");
        } catch (reason) {
            if (closed) return;
            if (asHostError(reason).problem === "http-404") {
                onChange({ state: "known", value: null });
                return;
            }
            failed(reason);
            again();
        }
    };
    void follow();
    return {
        close: () => {
            closed = true;
            backoff.close();
            watch?.close();
        },
    };
}
