/**
 * A copy of the files that an operation changes, on which its steps run for
 * real, and cutting the operation off after every one of them.
 */
import { spawnSync } from "node:child_process";
import {
    existsSync,
    lstatSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    readlinkSync,
    rmdirSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { operationDirectory, type Argv, type Plan } from "../../src/uyuni/plan.js";
import { parseUnitFile, values } from "../../src/uyuni/unit-file.js";
import { splitWords } from "../../src/uyuni/words.js";

const system = "/etc/systemd/system";
const wants = ["multi-user.target.wants", "default.target.wants"];

export interface Sandbox {
    readonly root: string;
    /** Runs a step on the copy; its exit status is 0. */
    run(argv: Argv): boolean;
    /** Every file and link below the copy of /etc, as text. */
    tree(): Record<string, string>;
}

/** @param enabled units that are started at boot before the operation */
export function sandbox(made: Plan, enabled: readonly string[] = []): Sandbox {
    const root = mkdtempSync(path.join(tmpdir(), "cockpit-uyuni-"));
    const inside = (text: string) =>
        text
            .replaceAll("/etc/", `${root}/etc/`)
            .replaceAll("/var/", `${root}/var/`)
            .replaceAll("/run/", `${root}/run/`);
    const unlink = (unit: string) => {
        for (const directory of wants) rmSync(inside(`${system}/${directory}/${unit}`), { force: true });
    };
    const link = (unit: string) => {
        unlink(unit);
        for (const directory of wants) {
            mkdirSync(inside(`${system}/${directory}`), { recursive: true });
            const target = inside(`${system}/${unit.replace(/@[^.]*/, "@")}`);
            symlinkSync(target, inside(`${system}/${directory}/${unit}`));
        }
    };
    mkdirSync(inside(`${system}/x`), { recursive: true });
    mkdirSync(`${root}/run`);
    mkdirSync(inside("/var/lib/containers/storage"), { recursive: true });
    enabled.forEach(link);
    for (const { path: name, before } of made.files)
        if (before !== null) {
            mkdirSync(path.dirname(inside(name)), { recursive: true });
            writeFileSync(inside(name), before, { mode: 0o644 });
        }
    for (const { name, text } of made.staged) {
        const file = inside(`${operationDirectory(made.id)}/${name}`);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
    }
    const containerIds = made.steps.flatMap(({ argv }) =>
        argv[0] === "/usr/bin/cp" ? argv.slice(2, 3) : [],
    );
    const run = ([program, ...rest]: Argv): boolean => {
        const args = rest.map(inside);
        const exec = rest.indexOf("-exec");
        if (program === "/usr/bin/find" && exec >= 0) {
            const [inner = "", ...others] = rest.slice(exec + 1, rest.indexOf(";", exec));
            // Nor does an mgradm run on it.
            if (inner === "/usr/bin/pgrep") return true;
            const found = spawnSync(program, args.slice(0, exec), { encoding: "utf8" }).stdout !== "";
            if (found) run([inner, ...others]);
            return true;
        }
        const unit = rest.at(-1) ?? "";
        if (program === "/usr/bin/systemctl" && args[0] === "enable") link(unit);
        if (program === "/usr/bin/systemctl" && args[0] === "disable") {
            unlink(unit);
            for (const directory of wants)
                if (readdirSync(inside(`${system}/${directory}`)).length === 0)
                    rmdirSync(inside(`${system}/${directory}`));
        }
        if (program === "/usr/bin/systemctl" && args[0] === "restart")
            for (const file of containerIds) writeFileSync(inside(file), "id");
        if (/\/(systemctl|journalctl|podman|curl|timeout|sleep)$/.test(program)) return true;
        if (program === "/usr/bin/sync")
            return args.every((name) => !name.startsWith(root) || existsSync(name));
        return spawnSync(program, args).status === 0;
    };
    return {
        root,
        run,
        tree() {
            const found: Record<string, string> = {};
            const top = inside(system);
            for (const name of readdirSync(top, { recursive: true, encoding: "utf8" })) {
                const file = path.join(top, name);
                const stat = lstatSync(file);
                if (stat.isSymbolicLink()) found[name] = `-> ${readlinkSync(file).replace(root, "")}`;
                else if (stat.isFile())
                    found[name] = `${(stat.mode & 0o777).toString(8)} ${readFileSync(file, "utf8")}`;
            }
            return found;
        },
    };
}

/** Steps of the recovery unit, as systemd would run them; those at its end are run whatever happens. */
export function recovery(
    made: Plan,
    when: "ExecStart" | "ExecStopPost" = "ExecStart",
): { argv: Argv; mayFail: boolean }[] {
    const text = made.staged.find(({ name }) => name === "recover.service")?.text ?? "";
    return values(parseUnitFile(text), "Service", when).map((line) => {
        const [program = "", ...rest] = splitWords(line.replace(/^-/, "")) ?? [];
        return { argv: [program, ...rest], mayFail: line.startsWith("-") };
    });
}

/** Of the recovery unit, below the folder of units. */
export const names = {
    link: "multi-user.target.wants/cockpit-uyuni-recover.service",
    unit: "cockpit-uyuni-recover.service",
};

/** What is left after a cut anywhere, and the recovery, is the old state or the new one, and nothing else. */
export function cutEverywhere(assert: Assert, made: Plan, enabled: readonly string[] = []): void {
    const fresh = sandbox(made, enabled);
    const old = fresh.tree();
    for (const { argv } of made.steps) assert.true(fresh.run(argv), argv.join(" "));
    const wanted = fresh.tree();
    rmSync(fresh.root, { recursive: true });
    assert.notDeepEqual(wanted, old);

    const outcomes: string[] = [];
    for (let cut = 0; cut <= made.steps.length; cut++) {
        const box = sandbox(made, enabled);
        for (const { argv } of made.steps.slice(0, cut)) box.run(argv);
        const armed = names.unit in box.tree();
        // Twice over: the recovery may be cut off as well.
        const back = recovery(made);
        if (armed) {
            for (const { argv } of back.slice(0, cut % back.length)) box.run(argv);
            if (names.unit in box.tree())
                for (const { argv, mayFail } of back) assert.true(box.run(argv) || mayFail, argv.join(" "));
        }
        const left = Object.fromEntries(
            // Neither is anything to systemd: a link to nothing, and a hidden file.
            Object.entries(box.tree()).filter(
                ([name]) => name !== names.link && !path.basename(name).startsWith("."),
            ),
        );
        const same = (tree: Record<string, string>) =>
            JSON.stringify(Object.entries(left).sort()) === JSON.stringify(Object.entries(tree).sort());
        outcomes.push(same(wanted) ? "new" : same(old) ? "old" : `neither: ${Object.keys(left).join(" ")}`);
        const hidden = Object.keys(box.tree()).filter((name) => path.basename(name).startsWith("."));
        if (armed) assert.deepEqual(hidden, [], "the recovery leaves nothing half written");
        rmSync(box.root, { recursive: true });
    }
    const point = made.steps.findIndex(({ argv }) => argv[0] === "/usr/bin/rm") + 1;
    assert.deepEqual(
        outcomes,
        outcomes.map((_, cut) => (cut < point ? "old" : "new")),
    );
}
