/** How an operation makes sure that the processor really listens to Salt's events, and that its container is well. */
import type { ContainerState } from "./host-state.js";
import { containerName, serviceById } from "./names.js";
import { isIPv4, isIPv6 } from "./settings.js";

/** How long the query waits for a listener, in seconds. */
export const listenSeconds = 60;
/** A connection younger than this may belong to a processor that is about to fail. */
const settledSeconds = 3;

/** Valid addresses of the server's container, from which the stock server listens too. */
export function serverAddresses(containers: readonly ContainerState[]): readonly string[] {
    const name = containerName(serviceById("server"));
    return containers
        .filter((container) => container.name === name)
        .flatMap(({ networks }) => networks.flatMap(({ address, address6 = "" }) => [address, address6]))
        .filter((address) => isIPv4(address) || isIPv6(address))
        .sort();
}

/**
 * SQL that ends well as soon as someone but the server listens on Salt's event
 * channel, and raises an exception if nobody does in time.
 *
 * A session's last statement stays in pg_stat_activity while it is idle, so a
 * consumer shows either LISTEN or its watchdog's tagged query. Statistics are
 * kept still within a transaction unless they are cleared. Connections through
 * the local socket (client_addr is null), such as this one, are no consumers.
 *
 * @param servers addresses of the server's container; the caller has checked them to be addresses
 * @param oldestSeconds a connection older than this was there before the operation
 * @throws RangeError if one is no address
 */
export function listenerSql(servers: readonly string[], oldestSeconds: number): string {
    if (!servers.every((address) => isIPv4(address) || isIPv6(address)))
        throw new RangeError("Not an address");
    const notTheServer = servers
        .map((address) => `          AND client_addr <> inet '${address}'\n`)
        .join("");
    return `DO $wait$
DECLARE
    waited integer := 0;
BEGIN
    LOOP
        PERFORM pg_stat_clear_snapshot();
        IF EXISTS (
            SELECT FROM pg_stat_activity
            WHERE datname = current_database()
              AND (query ILIKE 'LISTEN%susesaltevent%' OR query LIKE '%salt-event-connection-watchdog%')
              AND client_addr IS NOT NULL
${notTheServer.replace(/^ {10}/gm, "              ")}              AND clock_timestamp() - backend_start
                  BETWEEN interval '${settledSeconds} seconds' AND interval '${oldestSeconds} seconds'
        ) THEN
            RETURN;
        END IF;
        IF waited >= ${listenSeconds} THEN
            RAISE EXCEPTION 'The event processor does not listen on the channel susesaltevent.';
        END IF;
        waited := waited + 1;
        PERFORM pg_sleep(1);
    END LOOP;
END
$wait$`;
}

/**
 * Template for `podman container inspect` that prints state and health, and the
 * image with its digest (history.ts reads it back), and fails unless the container runs and is healthy, or has no check.
 *
 * Without a health check podman leaves Health out, or its Status empty. The
 * index of an empty string is how a Go template fails on purpose: podman then
 * ends with an exit status other than 0.
 */
export const wellTemplate =
    "{{.State.Status}}{{with .State.Health}} {{.Status}}{{end}} image {{.ImageName}} {{.ImageDigest}}" +
    '{{if ne .State.Status "running"}}{{index "" 0}}{{end}}' +
    '{{with .State.Health}}{{if .Status}}{{if ne .Status "healthy"}}{{index "" 0}}{{end}}{{end}}{{end}}';
