// SPDX-License-Identifier: LGPL-2.1-or-later
/** Writes the template for translators: make-pot.mjs FILE */
import { execFileSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import gettext from "gettext-parser";
import { marked, markedInManifest, markedInPage } from "./messages.mjs";

const top = path.resolve(import.meta.dirname, "../..");
const [output] = process.argv.slice(2);
if (output === undefined) throw new Error("Usage: make-pot.mjs FILE");

const read = (/** @type {string} */ file) => readFile(path.join(top, file), "utf8");
const metainfo = "org.uyuni_project.cockpit_uyuni.metainfo.xml";

/** gettext's own rules know the elements of AppStream files. */
function markedInMetainfo() {
    const pot = execFileSync("xgettext", ["--output=-", "--from-code=UTF-8", metainfo], { cwd: top });
    const messages = Object.values(gettext.po.parse(pot).translations[""] ?? {});
    return messages
        .filter(({ msgid }) => msgid !== "")
        .map(({ msgid, comments }) => ({ text: msgid, reference: comments?.reference ?? metainfo }));
}

const sources = (await readdir(path.join(top, "src"), { recursive: true }))
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => path.join("src", name))
    .sort();
const found = await Promise.all(sources.map(async (file) => marked(file, await read(file))));
const mistakes = found.flatMap((file) => file.mistakes);
if (mistakes.length > 0) {
    console.error(mistakes.join("\n"));
    process.exit(1);
}
/** @type {import("./messages.mjs").Marked[]} */
const all = [
    ...found.flatMap((file) => file.marked),
    ...markedInPage("src/index.html", await read("src/index.html")),
    ...markedInManifest("manifest.json", await read("manifest.json")),
    ...markedInMetainfo(),
];

/** @type {Record<string, import("gettext-parser").Translation>} */
const messages = {};
for (const { text, plural, reference, comment } of all) {
    const before = messages[text];
    const references = [before?.comments?.reference, reference].filter((part) => part !== undefined);
    const extracted = comment === undefined ? before?.comments?.extracted : `Translators: ${comment}`;
    const msgidPlural = plural ?? before?.msgid_plural;
    messages[text] = {
        msgid: text,
        ...(msgidPlural === undefined ? {} : { msgid_plural: msgidPlural }),
        msgstr: msgidPlural === undefined ? [""] : ["", ""],
        comments: { reference: references.join("\n"), ...(extracted === undefined ? {} : { extracted }) },
    };
}
const pot = gettext.po.compile(
    {
        charset: "utf-8",
        headers: {
            "Project-Id-Version": "cockpit-uyuni",
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Transfer-Encoding": "8bit",
            Language: "",
            "Plural-Forms": "nplurals=INTEGER; plural=EXPRESSION;",
        },
        translations: { "": messages },
    },
    { foldLength: 0, sort: true },
);
await writeFile(path.resolve(top, output), pot);
console.log(`${output}: ${Object.keys(messages).length} texts`);
