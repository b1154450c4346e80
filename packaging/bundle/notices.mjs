// SPDX-License-Identifier: LGPL-2.1-or-later
/** Names the packages that are part of the bundle, and collects their licences. */
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** @typedef {import("esbuild").Metafile} Metafile */

/**
 * Directories of the packages that give the bundle any byte.
 * @param {Metafile} metafile
 */
function bundledPackages(metafile) {
    /** @type {Set<string>} */
    const found = new Set();
    for (const { inputs } of Object.values(metafile.outputs))
        for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
            const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
            if (match?.[1] !== undefined && bytesInOutput > 0) found.add(match[1]);
        }
    return Array.from(found).sort();
}

/** @param {string} directory */
async function describe(directory) {
    const { name, version, license } = JSON.parse(
        await readFile(path.join(directory, "package.json"), "utf8"),
    );
    const file = (await readdir(directory)).sort().find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? "" : await readFile(path.join(directory, file), "utf8");
    return { name, version, license, text: text.trim() };
}

/**
 * bundled.txt (name, version, licence: one package a line) and LICENSE.bundled (their texts) into `reports`.
 * @param {Metafile} metafile
 * @param {string} top
 * @param {string} reports
 */
export async function writeNotices(metafile, top, reports) {
    const packages = await Promise.all(
        bundledPackages(metafile).map((directory) => describe(path.resolve(top, directory))),
    );
    const list = packages.map(({ name, version, license }) => `${name} ${version} ${license}\n`);
    const texts = packages.map(
        ({ name, version, license, text }) =>
            `${name} ${version} (${license})\n\n${text === "" ? license : text}\n`,
    );
    await writeFile(path.join(reports, "bundled.txt"), list.join(""));
    await writeFile(path.join(reports, "LICENSE.bundled"), texts.join(`\n${"-".repeat(78)}\n\n`));
}
