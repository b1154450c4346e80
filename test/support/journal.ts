/** Entries of the journal, made for tests. */
import type { TestHost } from "./host.js";

/** Writes entries about a unit, without a limit of their rate; the last one is `last`. */
export async function journal(
    host: TestHost,
    count: number,
    last: string,
    unit = "uyuni-db.service",
): Promise<void> {
    await host.exec("mkdir", "-p", "/etc/systemd/journald.conf.d");
    await host.write("/etc/systemd/journald.conf.d/no-limit.conf", "[Journal]\nRateLimitIntervalSec=0\n");
    await host.exec("systemctl", "restart", "systemd-journald.service");
    const program = `
import socket, sys
journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
journal.connect("/run/systemd/journal/socket")
def write(text, priority):
    fields = f"MESSAGE={text}\\nPRIORITY={priority}\\nSYSLOG_IDENTIFIER=many\\nUNIT={sys.argv[3]}\\n"
    journal.send(fields.encode())
for number in range(int(sys.argv[1])):
    write(f"entry {number:06} " + "x" * (number % 150), 3 if number % 1000 == 0 else 6)
write(sys.argv[2], 6)
`;
    await host.exec("python3", "-c", program, String(count), last, unit);
    await host.exec("journalctl", "--sync");
}
