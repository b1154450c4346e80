// SPDX-License-Identifier: LGPL-2.1-or-later
/**
 * What the pages' style sheets keep of PatternFly: the rules and custom
 * properties that something in the built scripts or the page can ask for.
 */
import path from "node:path";
import esbuild from "esbuild";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";

/** Cockpit's own copies of the fonts, seen from /cockpit/@localhost/uyuni/. */
const hostFonts = "../../static/fonts/";

/** Set by the shell and by the page's theme, so no script of ours need name them. */
const setFromOutside = ["pf-v6-theme-dark", "pf-v6-m-dir-rtl", "pf-v6-m-tabular-nums", "dir", "rtl", "lang"];

/** A word that may be a class, an attribute, an element or a custom property. */
const word = /[A-Za-z0-9_-]+/g;

/** The beginning of a class that a script completes: `name-${…}` or "name-" + …. */
const beginning = /([A-Za-z0-9_-]+-)(?:\$\{|["'`]\s*\+)/g;

/** @typedef {import("esbuild").Metafile} Metafile */
/** @typedef {import("postcss").Root | import("postcss").Document} Styles */

/**
 * esbuild plugin: url() of PatternFly's sheets; nothing but style rules is bundled.
 * @type {import("esbuild").Plugin}
 */
export const assets = {
    name: "assets",
    setup(build) {
        build.onResolve({ filter: /./ }, ({ path, kind }) => {
            if (kind !== "url-token" || path.startsWith("data:")) return undefined;
            const font = /(RedHat\w+\/RedHat[\w-]+\.woff2)$/.exec(path);
            return { path: font === null ? path : hostFonts + font[1], external: true };
        });
    },
};

/**
 * The names of custom properties that `value` refers to.
 * @param {string} value
 */
function referencesOf(value) {
    return Array.from(value.matchAll(/var\(\s*(--[\w-]+)/g), ([, name]) => name ?? "");
}

/**
 * Drops custom properties that neither a remaining rule nor a script can read.
 * Scripts make names by appending to a prefix (`--pf-v6-l-flex--Order` + `-on-md`),
 * so whatever begins with a name found in a script stays.
 * @param {Styles} root
 * @param {ReadonlySet<string>} inScripts
 */
function dropUnusedProperties(root, inScripts) {
    /** @type {Map<string, import("postcss").Declaration[]>} */
    const definitions = new Map();
    /** @type {Set<string>} */
    const needed = new Set();
    /** @type {string[]} */
    const queue = [];
    const need = (/** @type {string} */ name) => {
        if (!needed.has(name)) {
            needed.add(name);
            queue.push(name);
        }
    };

    root.walkDecls((declaration) => {
        if (declaration.prop.startsWith("--")) {
            const known = definitions.get(declaration.prop);
            if (known === undefined) definitions.set(declaration.prop, [declaration]);
            else known.push(declaration);
        } else {
            referencesOf(declaration.value).forEach(need);
        }
    });
    for (const name of definitions.keys()) {
        for (let end = name.length; end > 2; end--) {
            if (inScripts.has(name.slice(0, end))) {
                need(name);
                break;
            }
        }
    }
    for (let name = queue.pop(); name !== undefined; name = queue.pop())
        for (const declaration of definitions.get(name) ?? []) referencesOf(declaration.value).forEach(need);

    for (const [name, declarations] of definitions)
        if (!needed.has(name)) declarations.forEach((declaration) => declaration.remove());

    let empty = true;
    while (empty) {
        empty = false;
        root.walk((node) => {
            if ("nodes" in node && node.nodes?.length === 0) {
                node.remove();
                empty = true;
            }
        });
    }
}

/**
 * Of PatternFly's themes, Cockpit knows only the light and the dark one.
 * @param {Styles} root
 */
function dropOtherThemes(root) {
    root.walkRules((rule) => {
        const kept = rule.selectors.filter(
            (selector) => !/\.pf-v6-theme-(?!dark\b)/.test(selector.replace(/:not\([^()]*\)/g, "")),
        );
        if (kept.length === 0) rule.remove();
        else if (kept.length < rule.selectors.length) rule.selectors = kept;
    });
}

/**
 * Icon fonts are not used: icons are SVG.
 * @param {Styles} root
 */
function dropFontsOfIcons(root) {
    root.walkAtRules("font-face", (rule) => {
        rule.walkDecls("src", ({ value }) => {
            if (!value.includes(hostFonts)) rule.remove();
        });
    });
}

/**
 * Fails on a url() that would not be there on the host.
 * @param {Styles} root
 */
function refuseMissingAssets(root) {
    root.walkDecls((declaration) => {
        for (const [, url = ""] of declaration.value.matchAll(/url\(\s*["']?([^"')]+)/g))
            if (!url.startsWith("data:") && !url.startsWith(hostFonts))
                throw declaration.error(`The style sheet asks for ${url}, which nothing installs`);
    });
}

/**
 * `sheets` (text by name) without what `contents` (scripts and the page, as text) cannot use.
 * @param {ReadonlyMap<string, string>} sheets
 * @param {readonly string[]} contents
 */
export async function purge(sheets, contents) {
    const words = new Set(setFromOutside);
    const beginnings = new Set();
    for (const content of contents) {
        for (const [found] of content.matchAll(word)) words.add(found);
        for (const [, found = ""] of content.matchAll(beginning)) beginnings.add(found);
    }

    const content = [{ raw: Array.from(words).join(" "), extension: "txt" }];
    const safelist = Array.from(beginnings, (found) => new RegExp(`^${found}`));
    const defaultExtractor = (/** @type {string} */ text) => text.split(" ");
    // One document of all of them: a sheet reads properties that another one defines.
    /** @type {Map<string, import("postcss").Root>} */
    const roots = new Map();
    for (const [name, raw] of sheets) {
        const purged = await new PurgeCSS().purge({
            content,
            css: [{ raw }],
            defaultExtractor,
            safelist,
            keyframes: true,
        });
        roots.set(name, postcss.parse(purged.map(({ css }) => css).join("")));
    }
    const all = postcss.document({ nodes: Array.from(roots.values()) });
    dropOtherThemes(all);
    dropFontsOfIcons(all);
    dropUnusedProperties(all, words);
    refuseMissingAssets(all);
    return new Map(Array.from(roots.entries(), ([name, root]) => [name, root.toString()]));
}

/**
 * The style sheets, in order, of the modules that are loaded together with `entry`.
 * @param {string} entry
 * @param {Metafile} metafile
 */
function sheetsBehind(entry, { inputs, outputs }) {
    const inBundle = new Set(Object.values(outputs).flatMap(({ inputs: parts }) => Object.keys(parts)));
    /** @type {Set<string>} */
    const seen = new Set();
    /** @type {string[]} */
    const sheets = [];
    const visit = (/** @type {string} */ file) => {
        if (seen.has(file)) return;
        seen.add(file);
        for (const { path: next, kind, external } of inputs[file]?.imports ?? []) {
            if (external === true || kind !== "import-statement") continue;
            if (!next.endsWith(".css")) visit(next);
            // A package's module that nothing uses is not in the bundle, and its sheet is not wanted.
            else if (inBundle.has(file) || !file.includes("node_modules/")) sheets.push(next);
        }
    };
    visit(entry);
    return sheets;
}

/**
 * The style sheets of lazily loaded modules, by the script that needs them:
 * only what the page's own sheet does not have, or rules of it would come twice
 * and undo what the page says about them.
 * @param {Metafile} metafile
 * @param {string} top
 */
export async function lazySheets(metafile, top) {
    const entries = Object.entries(metafile.outputs).flatMap(([output, { entryPoint }]) =>
        entryPoint === undefined ? [] : [{ script: path.basename(output), entryPoint }],
    );
    const isPage = (/** @type {{ script: string }} */ { script }) => script === "index.js";
    const page = new Set(
        entries.filter(isPage).flatMap(({ entryPoint }) => sheetsBehind(entryPoint, metafile)),
    );

    /** @type {Map<string, string>} */
    const sheets = new Map();
    for (const { script, entryPoint } of entries.filter((entry) => !isPage(entry))) {
        const files = sheetsBehind(entryPoint, metafile).filter((file) => !page.has(file));
        if (files.length === 0) continue;
        const imports = files.map((file) => `@import ${JSON.stringify(path.resolve(top, file))};`);
        const { outputFiles } = await esbuild.build({
            stdin: { contents: imports.join("\n"), loader: "css", resolveDir: top },
            bundle: true,
            write: false,
            plugins: [assets],
        });
        sheets.set(script, outputFiles.map(({ text }) => text).join(""));
    }
    return sheets;
}

/**
 * `script` so that its import ends only when the sheet is there, and nothing is seen without its style.
 * @param {string} script
 * @param {string} sheet
 */
export function withSheet(script, sheet) {
    const load = [
        "await new Promise((done) => {",
        'const link = document.createElement("link");',
        `link.rel = "stylesheet"; link.href = new URL("${sheet}", import.meta.url).href;`,
        "link.onload = link.onerror = done; document.head.append(link); });",
    ].join(" ");
    const map = script.lastIndexOf("//# sourceMappingURL=");
    return map === -1 ? `${script}${load}\n` : `${script.slice(0, map)}${load}\n${script.slice(map)}`;
}
