/**
 * What the set-up of an optional service has to know beyond the live state, and
 * what its form is filled with; read when it is asked for, never kept.
 */
import * as v from "valibot";
import { environmentFromAssignments } from "../uyuni/environment.js";
import type { HostState, Known } from "../uyuni/host-state.js";
import { known, unknown } from "../uyuni/host-state.js";
import { runningIn } from "../uyuni/mgradm/tool.js";
import { databaseSettings } from "../uyuni/rhn-conf.js";
import type { ServiceSetUpFacts, UsedPort } from "../uyuni/service-facts.js";
import { serviceFilePaths } from "../uyuni/service-files.js";
import { unitDirectory, type Service } from "../uyuni/services.js";
import { databaseTexts } from "./database-texts.js";
import { readDropIns } from "./drop-ins.js";
import { readFile } from "./facts.js";
import type { ServiceFacts } from "./host.js";
import { preparePull } from "./podman-service.js";
import { podmanRequest } from "./podman-socket.js";
import { asHostError } from "./problem.js";
import { outputOrNull } from "./read-files.js";

/** Rejects with HostError. */
export async function readServiceFacts(service: Service, state: HostState): Promise<ServiceFacts> {
    const containers = state.podman.state === "known" ? state.podman.value.containers : [];
    try {
        const [facts, texts, fqdn, timezone] = await Promise.all([
            setUpFacts(service),
            databaseTexts(containers),
            readFqdn(state),
            readTimezone(),
        ]);
        return { ...facts, defaults: { database: databaseSettings(texts), fqdn, timezone } };
    } catch (reason) {
        throw asHostError(reason);
    }
}

async function setUpFacts(service: Service): Promise<ServiceSetUpFacts> {
    const [files, dropIns, mgradm, watching, volumes, ports] = await Promise.all([
        Promise.all(serviceFilePaths(service).map(readFile)),
        readDropIns(service),
        outputOrNull(["pgrep", "-a", "-x", "mgradm"]),
        preparePull(),
        readVolumes(),
        readPorts(),
    ]);
    return {
        files,
        dropIns,
        mgradm: runningIn(mgradm ?? ""),
        watching,
        volumes,
        ports,
    };
}

const Volumes = v.nullish(v.array(v.object({ Name: v.string() })), []);

async function readVolumes(): Promise<Known<readonly string[]>> {
    try {
        const volumes = v.parse(Volumes, await podmanRequest("GET", "/volumes/json"));
        return known(volumes.map(({ Name }) => Name));
    } catch (reason) {
        return unknown("error", asHostError(reason).message);
    }
}

/** Sockets that listen, by ss(8); its last column is users:(("name",pid=1,fd=2),…). */
async function readPorts(): Promise<Known<readonly UsedPort[]>> {
    const [sockets, monitors] = await Promise.all([
        outputOrNull(["ss", "--no-header", "--listening", "--tcp", "--udp", "--numeric", "--processes"]),
        outputOrNull(["ps", "-ww", "-o", "pid=,args=", "-C", "conmon"]),
    ]).catch((): [null, null] => [null, null]);
    if (sockets === null) return unknown("not-installed", "ss");
    const containers = containersOf(monitors ?? "");
    const ports = new Map<string, UsedPort>();
    for (const line of sockets.split("\n")) {
        const [protocol = "", , , , local = ""] = line.trim().split(/\s+/);
        const port = Number(/:([0-9]+)$/.exec(local)?.[1] ?? "0");
        if ((protocol !== "tcp" && protocol !== "udp") || port === 0) continue;
        const [, name = "", pid = ""] = /users:\(\("([^"]*)",pid=([0-9]+)/.exec(line) ?? [];
        ports.set(`${port}/${protocol}`, { port, protocol, by: containers.get(pid) ?? name });
    }
    return known([...ports.values()]);
}

/** podman's monitors hold the ports that their containers publish: names of the containers by PID of the monitor. */
function containersOf(processes: string): Map<string, string> {
    const names = new Map<string, string>();
    for (const line of processes.split("\n")) {
        const [, pid, name] = /^\s*([0-9]+) .*? -n (\S+) /.exec(line) ?? [];
        if (pid !== undefined && name !== undefined) names.set(pid, name);
    }
    return names;
}

/**
 * The name under which clients know the server: the running server's own setting,
 * what its unit and mgradm give it, the host's name. "" where nothing tells it.
 */
async function readFqdn({ units, podman }: HostState): Promise<string> {
    const running =
        podman.state === "known" &&
        podman.value.containers.some(({ name, status }) => name === "uyuni-server" && status === "running");
    const unit = units.state === "known" ? units.value.get("uyuni-server.service") : undefined;
    const [own, given, host] = await Promise.all([
        running
            ? outputOrNull([
                  "podman",
                  "exec",
                  "uyuni-server",
                  ...line("java\\.hostname", "/etc/rhn/rhn.conf"),
              ])
            : null,
        outputOrNull(line("UYUNI_HOSTNAME", `${unitDirectory}/uyuni-server.service.d/server.env`)),
        outputOrNull(["hostname", "-f"]),
    ]);
    const fromUnit = environmentFromAssignments(unit?.environment ?? []).get("UYUNI_HOSTNAME") ?? "";
    return valueIn(own) || fromUnit || valueIn(given) || (host ?? "").trim();
}

/** Prints the lines that set `name` in a file, and nothing else of it. */
function line(name: string, file: string): string[] {
    return ["grep", "-E", "-e", `^[[:space:]]*${name}[[:space:]]*=`, "--", file];
}

/** The value of the last of several `name = value` lines. */
function valueIn(lines: string | null): string {
    return /=\s*(\S*)\s*$/.exec(lines ?? "")?.[1] ?? "";
}

/** As mgradm asks for it; "" where nothing tells it. */
async function readTimezone(): Promise<string> {
    const told = await outputOrNull(["timedatectl", "show", "--property=Timezone", "--value"]);
    if (told !== null && told.trim() !== "") return told.trim();
    const link = await outputOrNull(["readlink", "/etc/localtime"]);
    return /zoneinfo\/(.+?)\s*$/.exec(link ?? "")?.[1] ?? "";
}
