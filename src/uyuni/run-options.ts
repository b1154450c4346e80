/** What a unit file asks of `podman run`: read from the file, so that nothing has to say it twice. */
import { parseUnitFile, values } from "./unit-file.js";
import { splitWords } from "./words.js";

export interface PublishedPort {
    readonly port: number;
    readonly protocol: "tcp" | "udp";
}

/** Options whose value may stand in the next word; the long ones may have it after "=" instead. */
const publish = ["-p", "--publish"];
const volume = ["-v", "--volume"];
const containerId = ["--cidfile"];

/** Words of the unit's `podman run`, its own and those in a `/bin/sh -c '…'`; specifiers and variables as they stand. */
export function podmanRunWords(text: string): readonly string[] {
    for (const command of values(parseUnitFile(text), "Service", "ExecStart")) {
        const words = splitWords(command) ?? [];
        const [shell, option, script] = words;
        const run = shell === "/bin/sh" && option === "-c" ? (splitWords(script ?? "") ?? []) : words;
        if (run[0]?.endsWith("/podman") && run[1] === "run") return run;
    }
    return [];
}

/** Host ports that the container publishes, in the order of the unit file. */
export function publishedPorts(text: string): readonly PublishedPort[] {
    return optionValues(text, publish).flatMap((value): PublishedPort[] => {
        // [[ip:]hostPort:]containerPort[/protocol]; podman chooses the port where none is named.
        const match = /(?:^|:)([0-9]+):[0-9]+(?:\/(tcp|udp))?$/.exec(value);
        return match ? [{ port: Number(match[1]), protocol: match[2] === "udp" ? "udp" : "tcp" }] : [];
    });
}

/** Names of the volumes that the container mounts; folders of the host are none. */
export function mountedVolumes(text: string): readonly string[] {
    return optionValues(text, volume).flatMap((value) => {
        const [name = ""] = value.split(":");
        return /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name) ? [name] : [];
    });
}

/**
 * Path of the file in which `podman run` leaves the container's id: the
 * `--cidfile` of the unit file, with the specifiers that such paths have.
 *
 * @throws RangeError if the unit file names none
 */
export function containerIdFile(text: string, unit: string, instance: string): string {
    const path = optionValues(text, containerId)[0];
    if (path === undefined) throw new RangeError(`The unit file of ${unit} has no --cidfile`);
    const meanings: Readonly<Record<string, string>> = { t: "/run", n: unit, i: instance, "%": "%" };
    return path.replace(/%(.)/g, (whole, specifier: string) => meanings[specifier] ?? whole);
}

function optionValues(text: string, names: readonly string[]): string[] {
    const words = podmanRunWords(text);
    return words.flatMap((word, index) => {
        if (names.includes(word)) return words.slice(index + 1, index + 2);
        const name = names.find((one) => one.startsWith("--") && word.startsWith(`${one}=`));
        return name === undefined ? [] : [word.slice(name.length + 1)];
    });
}
