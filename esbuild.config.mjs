#!/usr/bin/env node
// SPDX-License-Identifier: LGPL-2.1-or-later
/**
 * Builds the page into dist/, the way it is installed below /usr/share/cockpit/uyuni.
 *
 *   node esbuild.config.mjs [--watch] [--entry FILE] [--outdir DIR]
 */
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { lazy } from "./packaging/bundle/lazy.mjs";
import { writeNotices } from "./packaging/bundle/notices.mjs";
import { assets, lazySheets, purge, withSheet } from "./packaging/bundle/styles.mjs";
import { translations } from "./packaging/bundle/translations.mjs";

const { values: options } = parseArgs({
    options: {
        watch: { type: "boolean", default: false },
        entry: { type: "string", default: "src/index.tsx" },
        outdir: { type: "string", default: "dist" },
        // Where the metafile and the notices of the bundled packages go.
        reports: { type: "string", default: "build" },
    },
});

const top = import.meta.dirname;

/** What src/index.tsx imports. */
const first = ["src/host/connect.ts", "src/host/page.ts", "src/ui/app.tsx"].map((file) =>
    path.join(top, file),
);

/** @typedef {import("esbuild").BuildResult<{ metafile: true, write: false }>} Built */

/**
 * The host's own cockpit.js, a script element of the page, is never bundled.
 * @type {import("esbuild").Plugin}
 */
const cockpit = {
    name: "cockpit",
    setup(build) {
        build.onResolve({ filter: /^cockpit$/ }, () => ({ path: "cockpit", namespace: "host" }));
        build.onLoad({ filter: /.*/, namespace: "host" }, () => ({
            contents: "export default window.cockpit;",
        }));
    },
};

/**
 * Everything that the entry point imports before it runs, itself first.
 * @param {import("esbuild").Metafile} metafile
 */
function firstView(metafile) {
    const seen = new Set(Object.keys(metafile.outputs).filter((name) => path.basename(name) === "index.js"));
    for (const name of seen)
        for (const { path: file, kind } of metafile.outputs[name]?.imports ?? [])
            if (kind === "import-statement") seen.add(file);
    return Array.from(seen);
}

/**
 * src/index.html, which also tells the browser of scripts that index.js is going to ask for.
 * @param {import("esbuild").Metafile} metafile
 */
async function page(metafile) {
    const preloads = firstView(metafile)
        .slice(1)
        .map((file) => `    <link href="${path.basename(file)}" rel="modulepreload" />\n    `);
    const text = await readFile(path.join(top, "src/index.html"), "utf8");
    return text.replace("</head>", `${preloads.join("")}</head>`);
}

/**
 * The styles and scripts that were built, in the form in which they are installed.
 * @param {Built} result
 */
async function finish(result) {
    const files = new Map(result.outputFiles.map(({ path: file, text }) => [path.basename(file), text]));
    for (const name of Array.from(files.keys()))
        if (/\.css(\.map)?$/.test(name) && !name.startsWith("index.css")) files.delete(name);
    for (const [script, text] of await lazySheets(result.metafile, top)) {
        const sheet = script.replace(/\.js$/, ".css");
        files.set(sheet, text);
        files.set(script, withSheet(files.get(script) ?? "", sheet));
    }
    files.set("index.html", await page(result.metafile));
    if (options.watch) return files;

    const sheets = new Map(Array.from(files.entries()).filter(([name]) => name.endsWith(".css")));
    const users = Array.from(files.entries()).filter(([name]) => !name.endsWith(".css"));
    const purged = await purge(
        sheets,
        users.map(([, text]) => text),
    );
    for (const [name, text] of purged)
        files.set(name, (await esbuild.transform(text, { loader: "css", minify: true })).code);
    return files;
}

/**
 * Writes what was built, and removes what an earlier build left.
 * @param {Built} result
 */
async function publish(result) {
    const files = await finish(result);
    files.set("manifest.json", await readFile(path.join(top, "manifest.json"), "utf8"));
    for (const [name, text] of await translations(path.join(top, "po"))) files.set(name, text);

    const outdir = path.resolve(top, options.outdir);
    await mkdir(outdir, { recursive: true });
    const written = new Set();
    for (const [name, text] of files) {
        const compress = !options.watch && /\.(js|css)$/.test(name);
        const file = compress ? `${name}.gz` : name;
        written.add(file);
        await writeFile(path.join(outdir, file), compress ? gzipSync(text, { level: 9 }) : text);
    }
    for (const name of await readdir(outdir)) if (!written.has(name)) await rm(path.join(outdir, name));

    const reports = path.resolve(top, options.reports);
    await mkdir(reports, { recursive: true });
    await writeFile(path.join(reports, "metafile.json"), JSON.stringify(result.metafile));
    await writeNotices(result.metafile, top, reports);
}

const context = await esbuild.context({
    absWorkingDir: top,
    entryPoints: { index: options.entry },
    outdir: options.outdir,
    bundle: true,
    format: "esm",
    splitting: true,
    target: "es2022",
    jsx: "automatic",
    charset: "utf8",
    // Chunks are named by their contents: the same sources give the same names.
    chunkNames: "[name]-[hash]",
    loader: { ".service": "text", ".conf": "text" },
    define: { "process.env.NODE_ENV": options.watch ? '"development"' : '"production"' },
    legalComments: options.watch ? "inline" : "none",
    minify: !options.watch,
    sourcemap: options.watch && "linked",
    metafile: true,
    write: false,
    logLevel: "info",
    nodePaths: [path.join(top, "node_modules")],
    plugins: [
        cockpit,
        lazy(first),
        assets,
        {
            name: "publish",
            setup(build) {
                build.onEnd(async (result) => {
                    if (result.errors.length === 0) await publish(/** @type {Built} */ (result));
                });
            },
        },
    ],
});

if (options.watch) {
    await context.watch();
} else {
    try {
        await context.rebuild();
    } catch {
        process.exitCode = 1;
    }
    await context.dispose();
}
