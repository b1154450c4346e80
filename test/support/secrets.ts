/** Watching that a password is nowhere to be seen. */
import type { TestHost } from "./host.js";
import type { Stage } from "./stage.js";

const SAMPLES = "/run/command-lines";

/** Notes the command lines and environments of all processes, again and again. */
export async function watchProcesses(host: TestHost): Promise<void> {
    const files = "/proc/[0-9]*/cmdline /proc/[0-9]*/environ";
    const loop = `while :; do cat ${files} 2>/dev/null | tr '\\0' ' ' >>${SAMPLES}; done`;
    await host.exec("rm", "--force", SAMPLES);
    await host.exec("systemd-run", "--quiet", "--collect", "--unit=watch-processes", "sh", "-c", loop);
}

/** All words by which somebody could log in. */
export function secretsOf(user: string, password: string): readonly string[] {
    return [password, Buffer.from(`${user}:${password}`).toString("base64")];
}

/**
 * That none of `secrets` is on the page, in its address, in the journal, in what
 * others may read, or was told to a process while it was watched.
 *
 * @param seen what must have been among the processes that were looked at
 */
export async function staysSecret(
    { assert, host, page, journalStart }: Stage,
    secrets: readonly string[],
    seen: string,
): Promise<void> {
    await host.exec("systemctl", "stop", "watch-processes.service");
    const processes = await host.exec("cat", SAMPLES);
    assert.true(processes.includes(seen), `${seen} was among the processes that were looked at`);
    const journal = await host.exec(
        ...["journalctl", `--after-cursor=${journalStart}`, "--output=export", "--all", "--no-pager"],
    );
    const shown = await page.evaluate((body) => [
        body.ownerDocument.documentElement.outerHTML,
        body.ownerDocument.location.href,
        JSON.stringify([Object.entries(window.sessionStorage), Object.entries(window.localStorage)]),
        ...[...body.ownerDocument.querySelectorAll("input")].map(({ value }) => value),
    ]);
    // Some of what is below /run cannot be read as a file.
    const { stdout: open } = await host.attempt([
        ...["find", "/run", "/tmp", "/var/tmp", "/home", "-xdev", "-type", "f", "-perm", "/o=r"],
        ...["-size", "-1M", "-exec", "cat", "{}", "+"],
    ]);
    for (const secret of secrets)
        for (const [where, text] of Object.entries({ processes, journal, page: shown.join("\n"), open }))
            assert.false(text.includes(secret), `no ${secret} in ${where}`);
}
