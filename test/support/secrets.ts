/** Watching that a password is nowhere to be seen. */
import type { TestHost } from "./host.js";
import type { Stage } from "./stage.js";

const SAMPLES = "/run/command-lines";

/**
 * Looks at all processes every 5 ms. Each is read until it has shown a command line and an environment, and again
 * when it runs another program.
 */
const WATCH = `
import os, time
seen = {}
def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
with open("${SAMPLES}", "wb", buffering=0) as samples:
    while True:
        alive = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            line = read(f"/proc/{pid}/cmdline")
            known = seen.get(pid)
            if known is None or known[0] != line or not known[1]:
                environment = read(f"/proc/{pid}/environ")
                samples.write((line + b" " + environment + b" ").replace(b"\\0", b" "))
                known = line, environment
            alive[pid] = known
        seen = alive
        time.sleep(0.005)
`;

/** Notes the command lines and environments of all processes. */
export async function watchProcesses(host: TestHost): Promise<void> {
    await host.exec("rm", "--force", SAMPLES);
    await host.exec("systemd-run", "--quiet", "--collect", "--unit=watch-processes", "python3", "-c", WATCH);
    await host.until("the watch looks", async () => (((await host.read(SAMPLES)) ?? "") ? true : null));
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
