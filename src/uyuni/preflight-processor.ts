/** Checks on the processor itself: its database, its image, and that it is the only one. */
import { found, passed, whenKnown } from "./check.js";
import { eventProcessor, processorContainer } from "./event-processor.js";
import type { HostState, SetUpFacts } from "./host-state.js";
import type { ImageArchive } from "./archive-facts.js";
import { archiveCheck } from "./image-archive.js";
import { architectureCheck } from "./image-choice.js";
import { localImage } from "./local-image.js";
import { message } from "./message.js";
import { containerName, serviceById, unitName } from "./names.js";
import type { Check } from "./plan.js";
import type { CheckedIntent } from "./set-up-intent.js";
import { isLocalDatabase } from "./settings.js";
import { otherProcessors } from "./singleton.js";

const database = serviceById("db");
const server = serviceById("server");

export function databaseCheck(intent: Pick<CheckedIntent, "databaseHost">, state: HostState): Check {
    const named = { id: "database", title: message("Database") };
    if (!isLocalDatabase(intent.databaseHost))
        return found(
            "unknown",
            named,
            message("The database on $0 is not checked from here.", intent.databaseHost),
            message(
                "Make sure that containers of this host reach it, and that the login in the secrets is right.",
            ),
        );
    const unit = unitName(database);
    return whenKnown(named, state.units, (units) => {
        const unitState = units.get(unit);
        if (unitState?.loadState !== "loaded")
            return found(
                "failed",
                named,
                message("This host has no unit $0.", unit),
                message("Enter the host of the database, or install the Uyuni server here first."),
            );
        return unitState.activeState === "active"
            ? passed(named, message("$0 is active.", unit))
            : found(
                  "failed",
                  named,
                  message("$0 is not active.", unit),
                  message("Start the database first."),
              );
    });
}

export function imageCheck(
    intent: Pick<CheckedIntent, "image" | "pullPolicy" | "archive">,
    state: HostState,
    chosen: Pick<SetUpFacts, "image" | "archive">,
): Check {
    const named = { id: "image", title: message("Image") };
    const { text, registry } = intent.image;
    return whenKnown(named, state.podman, (podman) => {
        const { images } = podman;
        if (intent.archive !== undefined)
            return archiveCheck(named, text, askedFor(intent.archive, chosen), podman.architecture);
        const other = architectureCheck(named, text, chosen.image, podman);
        if (other !== null) return other;
        const isHere = localImage(intent.image, images) !== undefined;
        if (isHere && intent.pullPolicy !== "Always")
            return passed(named, message("$0 is on this host.", text));
        if (intent.pullPolicy === "Never")
            return found(
                "failed",
                named,
                message("$0 is not on this host, and it is not to be pulled.", text),
                message("Choose another image, or allow pulling it."),
            );
        return passed(named, message("$0 is going to be pulled from $1.", text, registry));
    });
}

/** Null while another one was looked at. */
function askedFor(path: string, { archive }: Pick<SetUpFacts, "archive">): ImageArchive | null {
    return archive?.asked === path ? archive : null;
}

export function debugCheck(): Check {
    return found(
        "warning",
        { id: "debug", title: message("Debug port") },
        message(
            "Whoever reaches port $0 can run any code in the event processor, without a password: everybody on this host, and every container in the network $1.",
            "8004",
            eventProcessor.network,
        ),
        message("Turn it off again as soon as the debugger is done."),
    );
}

export function singletonCheck(state: HostState): Check {
    const named = { id: "singleton", title: message("Only one event processor") };
    return whenKnown(named, otherProcessors(state), (others) => {
        const names = others.map(({ name }) => name).join(", ");
        if (others.some(({ canConsume }) => canConsume))
            return found(
                "failed",
                named,
                message("There are other event processors: $0", names),
                message(
                    "Stop and disable or remove them: the order of events is kept only inside one processor.",
                ),
            );
        if (others.length > 0)
            return found(
                "warning",
                named,
                message("There are other event processors, stopped at present: $0", names),
                message("Remove them, and never start one of them beside this one."),
            );
        return passed(named, message("There is no other event processor."));
    });
}

/** A consumer that is neither our own container nor known to be none costs the order of events, but it is for a person to decide. */
export function consumersCheck(facts: SetUpFacts): Check {
    const named = { id: "consumers", title: message("Consumers of Salt events") };
    if (facts.listeners.state !== "known")
        return found(
            "unknown",
            named,
            message("Who consumes Salt events at present is not known."),
            message("Make sure that the server's image does not process Salt events itself."),
        );
    const others = facts.listeners.value.filter(({ container }) => container !== processorContainer);
    if (others.some(({ container }) => container === containerName(server)))
        return found(
            "warning",
            named,
            message("The server itself consumes Salt events, as the stock server image does, in Tomcat."),
            message(
                "Use a server image without its own event processing. With two consumers, the events of a minion may be processed out of order.",
            ),
        );
    if (others.length > 0)
        return found(
            "warning",
            named,
            message("Salt events are consumed by: $0", others.map(consumerName).join(", ")),
            message(
                "Find out what it is and end it: with two consumers, events may be processed out of order.",
            ),
        );
    return passed(named, message("Nothing else consumes Salt events."));
}

function consumerName({
    container,
    address,
    pid,
}: {
    container: string;
    address: string;
    pid: number;
}): string {
    return container || address || `PID ${pid}`;
}

export function filesCheck(facts: Pick<SetUpFacts, "files">): Check {
    const named = { id: "files", title: message("Files to write") };
    const present = facts.files.filter(({ text }) => text !== null).map(({ path }) => path);
    return present.length === 0
        ? passed(named, message("The files are new."))
        : found(
              "warning",
              named,
              message("These files are there and are going to be replaced: $0", present.join(", ")),
              message("Look at the changes below. The old files are kept, and come back if anything fails."),
          );
}
