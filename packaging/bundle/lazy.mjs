// SPDX-License-Identifier: LGPL-2.1-or-later
/** Modules that are loaded when they are asked for. */
import { readFile } from "node:fs/promises";
import path from "node:path";

/**
 * esbuild plugin: each of these modules imports `first` before itself, the modules (absolute paths) that the page has
 * by the time it loads one.
 *
 * esbuild puts together what the same entry points reach. Without this, modules of the first view are spread over
 * dozens of files, by which of the lazy ones need them as well, and Cockpit serves six at a time.
 * @param {readonly string[]} first
 * @returns {import("esbuild").Plugin}
 */
export function lazy(first) {
    return {
        name: "lazy",
        setup(build) {
            const { absWorkingDir: top = process.cwd() } = build.initialOptions;
            const resolving = Symbol("resolving");
            build.onResolve({ filter: /^\./ }, async ({ path: name, resolveDir, kind, pluginData }) => {
                if (kind !== "dynamic-import" || pluginData === resolving) return undefined;
                const found = await build.resolve(name, { kind, resolveDir, pluginData: resolving });
                // Names of the files that are built are made from this path: it must be the same everywhere.
                return { path: path.relative(top, found.path), namespace: "lazy", errors: found.errors };
            });
            build.onLoad({ filter: /./, namespace: "lazy" }, async ({ path: relative }) => {
                const file = path.join(top, relative);
                const hasDefault = /^export default /m.test(await readFile(file, "utf8"));
                const lines = [
                    ...first.map((module) => `import ${JSON.stringify(module)};`),
                    `export * from ${JSON.stringify(file)};`,
                    ...(hasDefault ? [`export { default } from ${JSON.stringify(file)};`] : []),
                ];
                return { contents: lines.join("\n"), resolveDir: path.dirname(file), watchFiles: [file] };
            });
        },
    };
}
