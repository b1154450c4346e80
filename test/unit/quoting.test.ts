import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { argv } from "../../src/uyuni/argv.js";
import { quoteExec } from "../../src/uyuni/exec.js";
import { quoteShellCommand } from "../../src/uyuni/shell.js";
import { splitWords } from "../../src/uyuni/words.js";
import { hostile } from "./hostile.js";

QUnit.module("quoting");

/** Any text that can be an argument. */
const argument = fc
    .oneof(
        fc.string({ unit: "grapheme" }),
        fc
            .array(fc.constantFrom(...Array.from("$%\\\"'`;&|<>(){}[]*?~# \n\r\t-=äab")))
            .map((all) => all.join("")),
        fc.constantFrom(...hostile, "", ";", "$$", "${A}", "$A", "%%", "%n", "\u0001\u007f"),
    )
    .filter((text) => !text.includes("\0") && !/\p{Surrogate}/u.test(text));

QUnit.test("/bin/sh gets every argument as it was", (assert) => {
    fc.assert(
        fc.property(fc.array(argument, { minLength: 1, maxLength: 30 }), (words) => {
            const command = quoteShellCommand(["printf", "%s\\0", ...words]);
            const { stdout } = spawnSync("/bin/sh", ["-c", command], { encoding: "utf8" });
            return stdout === words.map((word) => `${word}\0`).join("");
        }),
        { numRuns: 150 },
    );
    assert.strictEqual(quoteShellCommand(["/bin/a", "-b", "c d", "it's"]), "/bin/a -b 'c d' 'it'\\''s'");
});

/** What systemd makes of an Exec line's arguments: words, then specifiers, then variables. */
function decoded(line: string): string[] | null {
    const words = splitWords(line);
    return (
        words?.map((word) => {
            // Any specifier or variable left over would be replaced by something else.
            if (word.replaceAll("%%", "").includes("%")) throw new Error(`specifier in ${word}`);
            const unspecified = word.replaceAll("%%", "%");
            if (unspecified.replaceAll("$$", "").includes("$")) throw new Error(`variable in ${word}`);
            return unspecified.replaceAll("$$", "$");
        }) ?? null
    );
}

QUnit.test("an Exec line gives every argument as it was", (assert) => {
    fc.assert(
        fc.property(fc.array(argument, { maxLength: 10 }), (words) => {
            const line = quoteExec(["/usr/bin/printf", ...words]);
            const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, "quoted");
            // A bare semicolon would begin a second command.
            if (/[\n\r\0]/.test(line) || /\s;(\s|$)/.test(bare)) return false;
            return JSON.stringify(decoded(line)) === JSON.stringify(["/usr/bin/printf", ...words]);
        }),
        { numRuns: 3000 },
    );
    assert.strictEqual(
        quoteExec(["/bin/echo", "a b", "$HOME", "100%", ";", "", "x\ny"]),
        '/bin/echo "a b" $$HOME "100%%" ";" "" "x\\x0ay"',
    );
});

QUnit.test("a program is a plain absolute path", (assert) => {
    for (const program of ["echo", "-/bin/echo", "@/bin/echo", "/bin/a b", "/bin/%n", "/bin/$x", "", "/"])
        assert.throws(() => quoteExec([program]), RangeError, program);
});

QUnit.test("values of a command template are never split", (assert) => {
    const list = ["x y", "z"];
    assert.deepEqual(argv`/bin/a -b ${"c d"} e=${"f g"}/h ${list} ${[]} \t ${""} i`, [
        "/bin/a",
        "-b",
        "c d",
        "e=f g/h",
        "x y",
        "z",
        "",
        "i",
    ]);
    assert.throws(() => argv`  `, RangeError);
});
