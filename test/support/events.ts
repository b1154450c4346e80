/** What tests do with Salt's events. */
import type { Locator } from "playwright-core";
import type { TestHost } from "./host.js";
import { installProcessor, processorUnit, runningImage } from "./uyuni.js";

/** Steers the stand-in that makes the events. */
export function salt(host: TestHost, ...words: string[]): Promise<string> {
    return host.exec("podman", "exec", "uyuni-server", "salt-events", ...words);
}

/** The verdict on the page, if it has this text. */
export function verdict(page: Locator, text: RegExp | string): Locator {
    return page.locator(".uyuni-verdict").filter({ hasText: text });
}

/** The processor alone, with so many events a second and none waiting. */
export async function ready(host: TestHost, rate: number): Promise<void> {
    await installProcessor(host);
    await salt(host, "rate", String(rate));
    await host.untilProperty(processorUnit, "ActiveState", "active");
}

/** Waits until so many sessions listen for events. */
export async function listeners(host: TestHost, wanted: number): Promise<void> {
    await host.until(`${wanted} sessions listen`, async () => {
        const found = await host.sql(
            `SELECT count(DISTINCT client_addr) FROM pg_stat_activity WHERE datname = 'susemanager'
             AND (query ILIKE 'LISTEN%susesaltevent%' OR query LIKE '%salt-event-' || 'connection-watchdog%')`,
        );
        return Number(found) === wanted ? true : null;
    });
}

/** Starts a second consumer without systemd: the container `by-hand`. */
export async function consumerByHand(host: TestHost): Promise<void> {
    const settings = ["db_name=susemanager", "db_host=db", "db_port=5432", "db_backend=postgresql"];
    await host.exec(
        ...["podman", "run", "--detach", "--quiet", "--name", "by-hand", "--network", "uyuni"],
        ...settings.flatMap((setting) => ["--env", setting]),
        "--secret=uyuni-db-user,type=env,target=db_user",
        "--secret=uyuni-db-pass,type=env,target=db_password",
        await runningImage(host),
    );
}
