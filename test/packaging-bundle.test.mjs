// SPDX-License-Identifier: LGPL-2.1-or-later
/** The tools of packaging/bundle/. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import vm from "node:vm";
import { marked, markedInManifest, markedInPage } from "../packaging/bundle/messages.mjs";
import { purge } from "../packaging/bundle/styles.mjs";
import { translations } from "../packaging/bundle/translations.mjs";

/**
 * @typedef {Record<string, unknown[]> & { "": Record<string, unknown> }} Locale
 * @param {string} script
 * @returns {Locale}
 */
function load(script) {
    /** @type {Locale[]} */
    const loaded = [];
    vm.runInNewContext(script, {
        cockpit: { locale: (/** @type {Locale} */ locale) => loaded.push(locale) },
    });
    if (loaded[0] === undefined) throw new Error("The script gave Cockpit nothing");
    return loaded[0];
}

/** @param {string} catalogue */
async function translate(catalogue) {
    const directory = await mkdtemp(path.join(tmpdir(), "po-"));
    try {
        await writeFile(path.join(directory, "pl.po"), catalogue);
        return await translations(directory);
    } finally {
        await rm(directory, { recursive: true });
    }
}

const header = (/** @type {string} */ plural) =>
    `msgid ""\nmsgstr ""\n"Language: pl\\n"\n"Plural-Forms: ${plural}\\n"\n`;
const polish = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);";

QUnit.module("Translations", () => {
    QUnit.test("a catalogue becomes scripts for the page and for the menu", async (assert) => {
        const files = await translate(
            `${header(polish)}
#: src/ui/a.tsx:1
msgid "Stop"
msgstr "Zatrzymaj \\"to\\""

#: src/ui/a.tsx:2
msgid "$0 line"
msgid_plural "$0 lines"
msgstr[0] "$0 wiersz"
msgstr[1] "$0 wiersze"
msgstr[2] "$0 wierszy"

#: src/ui/b.tsx:2
msgid "Untranslated"
msgstr ""

#: src/ui/b.tsx:3
#, fuzzy
msgid "Guessed"
msgstr "Zgadnięte"

#: manifest.json:0
msgid "event processor"
msgstr "procesor zdarzeń"
`,
        );
        assert.deepEqual(Array.from(files.keys()), ["po.pl.js", "po.manifest.pl.js"]);

        const page = load(files.get("po.pl.js") ?? "");
        assert.strictEqual(JSON.stringify(page.Stop), JSON.stringify([null, 'Zatrzymaj "to"']));
        assert.strictEqual(page["$0 line"]?.length, 4);
        assert.deepEqual(Object.keys(page).sort(), ["", "$0 line", "Stop"]);
        assert.strictEqual(page[""].language, "pl");
        assert.strictEqual(page[""]["language-direction"], "ltr");
        const plural = /** @type {(n: number) => number} */ (page[""]["plural-forms"]);
        assert.deepEqual([1, 2, 5, 12, 22].map(plural), [0, 1, 2, 2, 1]);

        const menu = load(files.get("po.manifest.pl.js") ?? "");
        assert.deepEqual(Object.keys(menu).sort(), ["", "event processor"]);
    });

    QUnit.test("a plural rule that is more than arithmetic is refused", async (assert) => {
        await assert.rejects(translate(header("nplurals=1; plural=alert(n);")), /not a plural rule/);
    });

    QUnit.test("texts are found in sources, the page and the menu", (assert) => {
        const source = `
            // Translators: a button
            const a = <b title={_("One")}>{ngettext("$0 line", "$0 lines", n)}</b>;
            const b = (x: Array<string>) => message("Long " + "text", x[0]);
            const c = /["']/.test(_('Two'));
            const d = _(a);`;
        const { marked: found, mistakes } = marked("a.tsx", source);
        assert.deepEqual(
            found.map(({ text, plural, comment }) => [text, plural, comment]),
            [
                ["One", undefined, "a button"],
                ["$0 line", "$0 lines", "a button"],
                ["Long text", undefined, undefined],
                ["Two", undefined, undefined],
            ],
        );
        assert.strictEqual(mistakes.length, 1);
        assert.deepEqual(
            markedInPage("a.html", '<title translate="yes">T</title><b>B</b>').map(({ text }) => text),
            ["T"],
        );
        assert.deepEqual(
            markedInManifest("m", '{"menu":{"index":{"label":"L","keywords":[{"matches":["k"]}]}}}').map(
                ({ text }) => text,
            ),
            ["L", "k"],
        );
    });
});

QUnit.module("Style sheets", () => {
    /** @param {string} css @param {string} script */
    const purged = async (css, script) =>
        (await purge(new Map([["a.css", css]]), [script])).get("a.css")?.replace(/\s+/g, " ") ?? "";

    QUnit.test("rules that a script names stay, whatever is around them", async (assert) => {
        const css = `.used { color: red } .unused { color: red }
            :where(.pf-v6-m-dir-rtl, [dir=rtl]) .used { left: 0 }
            .used:not(.pf-m-other):hover > .unused { left: 1px }
            @media (width > 1px) { .used { top: 0 } .unused { top: 0 } }`;
        const left = await purged(css, 'x("used")');
        assert.true(left.includes(".used { color: red }"));
        assert.true(left.includes("[dir=rtl]) .used"));
        assert.true(left.includes("@media (width > 1px) { .used"));
        assert.notOk(left.includes(".unused"));
    });

    QUnit.test("rules whose class a script completes stay", async (assert) => {
        const left = await purged(
            ".tone-red { top: 0 } .mood-bad { top: 0 } .tune { top: 0 }",
            'a(`x tone-${b}`,"mood-"+c)',
        );
        assert.true(left.includes(".tone-red") && left.includes(".mood-bad"));
        assert.notOk(left.includes(".tune"));
    });

    QUnit.test("custom properties stay as long as something can read them", async (assert) => {
        const css = `.a { --one: 1; --two: var(--one); --three: 3; --by-script--Order-on-md: 4; width: var(--two) }`;
        const left = await purged(css, 'a("--by-script--Order")');
        assert.true(
            left.includes("--one") && left.includes("--two") && left.includes("--by-script--Order-on-md"),
        );
        assert.notOk(left.includes("--three"));
    });

    QUnit.test("a property that only another sheet reads stays", async (assert) => {
        const sheets = new Map([
            ["page.css", ".a { --one: 1 }"],
            ["lazy.css", ".a { width: var(--one) }"],
        ]);
        assert.true((await purge(sheets, ["a"])).get("page.css")?.includes("--one"));
    });

    QUnit.test("the dark theme stays, themes that Cockpit has not go", async (assert) => {
        const left = await purged(
            `:root:where(.pf-v6-theme-dark) { color: red }
             :root:where(.pf-v6-theme-dark.pf-v6-theme-glass) { color: green }
             :where(:root:not(.pf-v6-theme-glass)) .a { color: blue }`,
            "a",
        );
        assert.true(left.includes("red") && left.includes("blue"));
        assert.notOk(left.includes("green"));
    });

    QUnit.test("a file that nothing installs is refused", async (assert) => {
        await assert.rejects(purged(".a { background: url(x.svg) }", "a"), /nothing installs/);
    });
});
