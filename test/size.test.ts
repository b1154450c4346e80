// SPDX-License-Identifier: LGPL-2.1-or-later
/** What `npm run build` left in dist/: its size, its form, and that it comes out the same again. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

/** Bytes; and files, of which Cockpit serves six at a time. */
const budget = { scripts: 160_000, styles: 80_000, files: 3 };
const dist = "dist";
const names = readdirSync(dist);

function text(name: string): string {
    return gunzipSync(readFileSync(path.join(dist, `${name}.gz`))).toString();
}

/** Bytes as they are on the disk and on the wire. */
function size(name: string): number {
    return readFileSync(path.join(dist, `${name}.gz`)).length;
}

/** The script itself, and all that it imports before it runs. */
function scriptsOf(entry: string): ReadonlySet<string> {
    const seen = new Set([entry]);
    for (const name of seen)
        for (const [, imported = ""] of text(name).matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+\.js)"/g))
            seen.add(imported);
    return seen;
}

const page = readFileSync(path.join(dist, "index.html"), "utf8");
const scripts = names.filter((name) => /(?<!^po\..*)\.js\.gz$/.test(name)).map((name) => name.slice(0, -3));
const styles = names.filter((name) => name.endsWith(".css.gz")).map((name) => name.slice(0, -3));
const first = scriptsOf("index.js");
const sum = (parts: Iterable<string>): number =>
    Array.from(parts, size).reduce((total, part) => total + part, 0);
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

QUnit.module("Size", () => {
    QUnit.test("scripts of the first view", (assert) => {
        const total = sum(first);
        console.log(
            `# first view: ${kB(total)} of scripts in ${first.size} files (at most ${kB(budget.scripts)})`,
        );
        for (const name of scripts.filter((script) => !first.has(script)))
            console.log(`# loaded when asked for: ${name} ${kB(size(name))}`);
        assert.true(total <= budget.scripts, `${kB(total)} are more than ${kB(budget.scripts)}`);
        assert.true(first.size <= budget.files, `${first.size} files are more than ${budget.files}`);
    });

    QUnit.test("styles of the first view", (assert) => {
        const total = size("index.css");
        console.log(`# first view: ${kB(total)} of styles (at most ${kB(budget.styles)})`);
        for (const name of styles.filter((style) => style !== "index.css"))
            console.log(`# loaded when asked for: ${name} ${kB(size(name))}`);
        assert.true(total <= budget.styles, `${kB(total)} are more than ${kB(budget.styles)}`);
    });
});

QUnit.module("Build", () => {
    QUnit.test("the page names its scripts, and has none of its own", (assert) => {
        const links = Array.from(page.matchAll(/(?:src|href)="([^"]+)"/g), ([, link = ""]) => link);
        const own = links.filter((link) => !link.startsWith("../") && link !== "po.js");
        assert.deepEqual(
            own.filter((link) => !names.includes(`${link}.gz`)),
            [],
            "everything is there",
        );
        assert.deepEqual(
            Array.from(first).filter((name) => !own.includes(name)),
            [],
            "nothing is found out late",
        );
        assert.notOk(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/.test(page), "nothing inline");
    });

    QUnit.test("scripts and styles are there compressed, and only so", (assert) => {
        assert.deepEqual(
            names.filter((name) => !/\.(js|css)\.gz$/.test(name)),
            ["index.html", "manifest.json"],
        );
    });

    QUnit.test("scripts run under Cockpit's content security policy", (assert) => {
        for (const name of scripts) {
            const script = text(name);
            // The editor adopts its sheets in a shadow tree; a style element is what it does elsewhere.
            const adopts = script.includes("adoptedStyleSheets");
            assert.notOk(/\bnew Function\(|\beval\(/.test(script), name);
            assert.true(adopts || !script.includes('.createElement("style")'), name);
            assert.notOk(script.includes("process.env"), `${name} is built for production`);
            assert.notOk(script.includes("sourceMappingURL"), `${name} names no map`);
        }
    });

    QUnit.test("what every page needs of the styles is kept", (assert) => {
        const style = text("index.css");
        for (const rule of [
            ":where(.pf-v6-theme-dark)",
            "[dir=rtl]",
            ".pf-v6-c-button",
            "RedHatTextVF.woff2",
        ])
            assert.true(style.includes(rule), rule);
    });

    QUnit.test("custom properties that the styles read are defined, if PatternFly defines them", (assert) => {
        const all = styles.map(text).join("\n");
        const defined = new Set(Array.from(all.matchAll(/(--[\w-]+)\s*:/g), ([, name]) => name));
        const read = new Set(Array.from(all.matchAll(/var\((--pf-t--[\w-]+)[,)]/g), ([, name]) => name));
        const original = readFileSync(
            "node_modules/@patternfly/patternfly/base/patternfly-variables.css",
            "utf8",
        );
        const lost = Array.from(read, (name = "") => name)
            .filter((name) => !defined.has(name) && original.includes(`\n  ${name}:`))
            .filter((name) => !/--(glass|felt)--/.test(name));
        assert.deepEqual(lost, [], "but for those of themes that Cockpit has not");
    });

    QUnit.test("the same sources give the same bytes, in another folder as well", (assert) => {
        const elsewhere = "build/elsewhere";
        rmSync(elsewhere, { recursive: true, force: true });
        mkdirSync(elsewhere);
        const sources = [
            "src",
            "templates",
            "po",
            "packaging",
            "manifest.json",
            "package.json",
            "tsconfig.json",
        ];
        execFileSync("cp", ["-al", ...sources, "node_modules", "esbuild.config.mjs", elsewhere]);
        execFileSync("node", ["esbuild.config.mjs"], { cwd: elsewhere, stdio: "ignore" });
        const again = path.join(elsewhere, "dist");
        assert.deepEqual(readdirSync(again), names);
        for (const name of names)
            assert.true(
                readFileSync(path.join(again, name)).equals(readFileSync(path.join(dist, name))),
                name,
            );
        rmSync(elsewhere, { recursive: true });
    });
});
