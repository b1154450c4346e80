/** The steps of set-up that decide whether the new containers are well. */
import { argv } from "./argv.js";
import { imageTemplate } from "./image-template.js";
import { listenerSql, listenSeconds, wellTemplate } from "./listener-check.js";
import { message } from "./message.js";
import { containerName, serviceById } from "./names.js";
import { operationDirectory, type Step } from "./plan.js";
import type { ListenCheck, SetUp } from "./set-up-parts.js";
import { step, waiting } from "./step.js";

/** For a service that is not seen to listen, or whose database is elsewhere. */
const watchSeconds = 15;

/** A restart by systemd in the meantime shows in another container id. */
export function checkSteps(setUp: SetUp): Step[] {
    const { instances, listens } = setUp;
    if (instances.length === 0) return [];
    const noted = instances.map(({ containerId }, index) => ({
        containerId,
        before: `${operationDirectory(setUp.id)}/container-id${index > 0 ? `.${index}` : ""}`,
    }));
    const isWell = step(
        "check",
        message("Make sure that the container is well"),
        argv`/usr/bin/podman container inspect --format ${wellTemplate} ${instances.map(({ container }) => container)}`,
    );
    return [
        ...healthSteps(setUp),
        ...noted.map(({ containerId, before }) =>
            step(
                "check",
                message("Note which container runs"),
                argv`/usr/bin/cp -fT ${containerId} ${before}`,
            ),
        ),
        // A drop-in, or whatever else the unit reads, may have it run another one.
        step(
            "check",
            message("Make sure that the container is of the image $0", setUp.image.text),
            argv`/usr/bin/podman container inspect --format ${imageTemplate(setUp)} ${instances.map(({ container }) => container)}`,
        ),
        // Before the long wait, so that an unhealthy container fails at once, and after it again.
        isWell,
        listens === null
            ? step("check", message("Watch for restarts"), argv`/usr/bin/sleep ${String(watchSeconds)}`)
            : listenerStep(setUp, listens),
        ...noted.map(({ containerId, before }) =>
            step(
                "check",
                message("Make sure that the container was not restarted"),
                argv`/usr/bin/cmp -s ${before} ${containerId}`,
            ),
        ),
        isWell,
        // Of several units, systemctl is content with one that is active.
        ...instances.map(({ unit }) =>
            step(
                "check",
                message("Make sure that $0 is active", unit),
                argv`/usr/bin/systemctl is-active --quiet ${unit}`,
            ),
        ),
    ];
}

/** Running out of time decides nothing: the inspection does. */
function healthSteps({ health, healthSeconds, instances }: SetUp): Step[] {
    const seconds = String(healthSeconds);
    const wait = waiting(
        step(
            "check",
            message("Wait until the container is healthy, $0 seconds at most", seconds),
            argv`/usr/bin/timeout ${seconds} /usr/bin/podman wait --condition=healthy --condition=unhealthy ${instances.map(({ container }) => container)}`,
        ),
    );
    switch (health) {
        case "none":
            return [];
        case "sleep":
            return [
                step(
                    "check",
                    message("Give the container $0 seconds to become healthy", seconds),
                    argv`/usr/bin/sleep ${seconds}`,
                ),
            ];
        case "wait":
            return [wait];
        case "try":
            // podman fails at once if there is no health check. find(1) ends well however the command ends.
            return [{ ...wait, argv: argv`/usr/bin/find / -maxdepth 0 -exec ${wait.argv} ;` }];
    }
}

function listenerStep({ healthSeconds }: SetUp, listens: ListenCheck): Step {
    // A connection that was opened since the restart, however long the container took to be healthy.
    const oldest = Math.max(900, healthSeconds + 2 * listenSeconds);
    const database = containerName(serviceById("db"));
    const limit = String(listenSeconds + 30);
    const sql = listenerSql(listens.serverAddresses, oldest);
    return step(
        "check",
        message("Wait until it listens for Salt events"),
        argv`/usr/bin/timeout --signal=KILL ${limit} /usr/bin/podman exec --user postgres ${database}
             /usr/bin/psql -X -U postgres -d ${listens.database} -v ON_ERROR_STOP=1 -tAc ${sql}`,
    );
}
