/** What the pages may ask of the machine, put together of its adapters. */
import cockpit from "cockpit";
import type { HostState } from "../uyuni/host-state.js";
import type { ImageChoice } from "../uyuni/image-choice.js";
import { RECOVER_UNIT } from "../uyuni/operation-record.js";
import type { ChoiceFacts } from "./chosen-image.js";
import { Connection, PODMAN_SOCKET_UNIT } from "./connection.js";
import { monitorEvents } from "./events.js";
import { watchDirectory } from "./file-tree.js";
import { FileWatch } from "./file-watch.js";
import type { Host } from "./host.js";
import { runJobs } from "./job-list.js";
import { daemonReload, resetFailed, setEnabled, setMasked, stopAndDisable, unitJob } from "./jobs.js";
import { followJournal } from "./journal-follower.js";
import { cancelOperation, startOperation, startRecovery } from "./operation-start.js";
import { setMenuStatus } from "./page-status.js";
import { stopContainer } from "./podman-objects.js";
import { followPull } from "./pull.js";
import { UsageWatch } from "./usage.js";

async function readChoice(choice: ImageChoice | null, state: HostState): Promise<ChoiceFacts> {
    return choice === null ? {} : (await import("./chosen-image.js")).readChoice(choice, state);
}

/** Connects the page to its machine; `close()` ends everything it opened. */
export function connectHost(): Host {
    const connection = new Connection();
    const events = monitorEvents(connection.state);
    return {
        state: connection.state,
        events,
        unitJob,
        runJobs,
        setMasked,
        resetFailed,
        daemonReload,
        setEnabled,
        remove: stopAndDisable,
        startPodmanSocket: () => unitJob(PODMAN_SOCKET_UNIT, "start"),
        stopContainer,
        readSetUpFacts: async (choice) => {
            const state = await connection.withFreshPodman();
            const { readSetUpFacts } = await import("./facts.js");
            const [facts, chosen] = await Promise.all([readSetUpFacts(state), readChoice(choice, state)]);
            return { ...facts, ...chosen };
        },
        readServiceFacts: async (service, choice) => {
            const { readServiceFacts } = await import("./service-facts.js");
            const state = await connection.withFreshPodman();
            const [facts, chosen] = await Promise.all([
                readServiceFacts(service, state),
                readChoice(choice, state),
            ]);
            return { ...facts, ...chosen };
        },
        readArchive: async (path) => (await import("./image-archive.js")).readArchive(path, null),
        readRpmImages: async () => (await import("./rpm-images.js")).readRpmImages(),
        readInventory: async () =>
            (await import("./uninstall-inventory.js")).readInventory(connection.state.getState()),
        measureVolumes: async (volumes) => (await import("./volume-sizes.js")).measureVolumes(volumes),
        readExportPlace: async (path) => (await import("./export-place.js")).readExportPlace(path),
        readMgradm: async () => (await import("./mgradm.js")).readMgradm(),
        awaitMgradm: async (onEnd) => (await import("./mgradm.js")).awaitMgradm(onEnd),
        followOldData: async (onChange) => (await import("./mgradm.js")).followOldData(onChange),
        followSize: (folder, name, onSize) =>
            watchDirectory(
                folder,
                name,
                {
                    listed: (entries) => {
                        onSize(entries.get(name)?.size ?? null);
                    },
                    problem: () => {
                        onSize(null);
                    },
                },
                "require",
            ),
        watchFiles: (files, directories, listener) =>
            new FileWatch(files, directories, {
                changed: (found) => {
                    // systemd does not tell by itself that its files are other ones by now.
                    connection.refreshUnits();
                    listener.changed(found);
                },
                problem: (error) => {
                    listener.problem(error);
                },
            }),
        saveText: async (...file) => (await import("./file-text.js")).saveText(...file),
        verifyUnit: async (...unit) => (await import("./verify.js")).verifyUnit(...unit),
        followUsage: (containers, listener) =>
            new UsageWatch(containers, {
                usage: (usage) => {
                    listener.usage(usage);
                },
                problem: (error) => {
                    connection.doubtPodman();
                    listener.problem(error);
                },
            }),
        setMenuStatus,
        run: async (plan) => startOperation(plan, (await cockpit.user()).name),
        cancelOperation,
        recover: () => startRecovery(RECOVER_UNIT),
        followJournal,
        followPull,
        close: () => {
            events.close();
            connection.close();
        },
    };
}
