// SPDX-License-Identifier: LGPL-2.1-or-later
/** Turns po/*.po into the po.LANG.js and po.manifest.LANG.js that the bridge serves by Accept-Language. */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import gettext from "gettext-parser";

const rightToLeft = new Set(["ar", "fa", "he", "ur"]);

/** @typedef {import("gettext-parser").Translation} Translation */

/**
 * The plural rule as source of a function; only arithmetic on n is let through.
 * @param {string | undefined} header
 * @param {string} file
 */
function pluralRule(header, file) {
    const rule = /^\s*nplurals\s*=\s*\d+\s*;\s*plural\s*=\s*([n\d\s()?:%!=<>&|+*-]+?)\s*;?\s*$/.exec(
        header ?? "",
    );
    if (rule === null) throw new Error(`${file}: not a plural rule: ${header}`);
    return `(n) => ${rule[1]}`;
}

/**
 * @param {string} header
 * @param {readonly Translation[]} messages
 */
function script(header, messages) {
    const lines = messages.map(
        ({ msgctxt, msgid, msgstr }) =>
            `${JSON.stringify(msgctxt ? `${msgctxt}\u0004${msgid}` : msgid)}: ${JSON.stringify([null, ...msgstr])}`,
    );
    return `cockpit.locale({\n${[header, ...lines].join(",\n")}\n});\n`;
}

/**
 * Files by name, as text.
 * @param {string} directory
 * @returns {Promise<Map<string, string>>}
 */
export async function translations(directory) {
    const files = new Map();
    const names = await readdir(directory).catch(() => /** @type {string[]} */ ([]));
    for (const name of names.filter((name) => name.endsWith(".po")).sort()) {
        const language = path.basename(name, ".po");
        const { headers, translations: contexts } = gettext.po.parse(
            await readFile(path.join(directory, name)),
        );
        const header = `"": ${[
            `{ "plural-forms": ${pluralRule(headers["Plural-Forms"], name)}`,
            `"language": ${JSON.stringify(headers.Language ?? language)}`,
            `"language-direction": "${rightToLeft.has(language.replace(/[_@].*/, "")) ? "rtl" : "ltr"}" }`,
        ].join(", ")}`;

        const messages = Object.values(contexts)
            .flatMap((context) => Object.values(context))
            .filter(({ msgid, msgstr }) => msgid !== "" && msgstr.every((text) => text !== ""))
            .filter(({ comments }) => !/\bfuzzy\b/.test(comments?.flag ?? ""));
        const from = (/** @type {RegExp} */ pattern) =>
            messages.filter(({ comments }) => pattern.test(comments?.reference ?? ""));

        files.set(`po.${language}.js`, script(header, from(/(^|\s)src\//)));
        files.set(`po.manifest.${language}.js`, script(header, from(/(^|\s)manifest\.json/)));
    }
    return files;
}
