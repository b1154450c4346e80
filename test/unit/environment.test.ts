import fc from "fast-check";
import {
    effectiveEnvironment,
    environmentFromAssignments,
    environmentOf,
    orderDropIns,
    quoteEnvironment,
} from "../../src/uyuni/environment.js";
import { splitWords } from "../../src/uyuni/words.js";

QUnit.module("environment");

QUnit.test("words are split as systemd splits them", (assert) => {
    const cases: readonly (readonly [string, readonly string[] | null])[] = [
        ["", []],
        ["  a  b\tc ", ["a", "b", "c"]],
        ['"a b" \'c "d\'', ["a b", 'c "d']],
        ['A="b c"d', ["A=b cd"]],
        ["\"\" ''", ["", ""]],
        ["a\\x20b\\sc\\t\\n\\\\\\\"\\'", ["a b c\t\n\\\"'"]],
        ["\\u00e4\\U0001F600\\303\\244\\xc3\\xa4", ["ä😀ää"]],
        ['"open', null],
        ["a\\", null],
        ["\\q", null],
        ["\\x00", null],
        ["\\xff", null],
        ["\\400", null],
        ["\\ud800", null],
    ];
    for (const [text, wanted] of cases) assert.deepEqual(splitWords(text), wanted, text);
});

QUnit.test("assignments, resets and what is ignored", (assert) => {
    const read = (...settings: string[]) => Object.fromEntries(environmentOf(settings));
    assert.deepEqual(read('A=1 "B=two words"', "A=3"), { A: "3", B: "two words" });
    assert.deepEqual(read("A=1", "", "B=2"), { B: "2" });
    assert.deepEqual(read("A=1 1B=x C D=", 'E="open'), { A: "1", D: "" });
    assert.deepEqual(read("A=100%% B=%n", 'C="a$B"'), { A: "100%", B: "%n", C: "a$B" });
    assert.deepEqual(read("A=\\x01"), {}, "control characters are refused");
    assert.deepEqual(Object.fromEntries(environmentFromAssignments(["A=1", "A=b=c", "junk"])), { A: "b=c" });
});

QUnit.test("what is quoted is read back, in one line", (assert) => {
    const character = fc.oneof(
        fc.constantFrom(...Array.from("%$\\\"' ;#\t\n{}=äé😀")),
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    );
    fc.assert(
        fc.property(
            fc.array(character).map((all) => all.join("")),
            (value) => {
                fc.pre(!/\p{Cc}/u.test(value.replace(/[\t\n\u0080-\u009f]/g, "")));
                const quoted = quoteEnvironment("NAME", value);
                return !/[\n\r\0]/.test(quoted) && environmentOf([quoted]).get("NAME") === value;
            },
        ),
        { numRuns: 2000 },
    );
    assert.throws(() => quoteEnvironment("A B", "x"), RangeError);
    assert.throws(() => quoteEnvironment("A=B", "x"), RangeError);
    assert.throws(() => quoteEnvironment("A", "x\0"), RangeError);
    assert.throws(() => quoteEnvironment("A", "\u0007"), RangeError);
    assert.throws(() => quoteEnvironment("A", "\ud800"), RangeError);
});

QUnit.test("drop-ins are merged by name, and each value knows its file", (assert) => {
    const folder = "/etc/systemd/system/u@.service.d";
    const file = (path: string, ...lines: string[]) => ({ path, text: `[Service]\n${lines.join("\n")}\n` });
    const unit = file("/etc/systemd/system/u@.service", "Environment=A=unit B=unit");
    const dropIns = [
        file(`${folder}/local.conf`, "Environment=C=local"),
        file(`${folder}/generated.conf`, "Environment=A=generated", "Environment=C=generated"),
        file(`${folder}/custom.conf`, "Environment=A=custom", "Environment=D=custom"),
        file("/usr/lib/systemd/system/u@.service.d/custom.conf", "Environment=A=hidden"),
    ];
    assert.deepEqual(
        orderDropIns(dropIns).map(({ path }) => path.slice(path.lastIndexOf("/") + 1)),
        ["custom.conf", "generated.conf", "local.conf"],
    );
    assert.deepEqual(Object.fromEntries(effectiveEnvironment(unit, dropIns)), {
        A: { value: "generated", path: `${folder}/generated.conf` },
        B: { value: "unit", path: unit.path },
        C: { value: "local", path: `${folder}/local.conf` },
        D: { value: "custom", path: `${folder}/custom.conf` },
    });
    const reset = file(`${folder}/zz.conf`, "Environment=", "Environment=E=1");
    assert.deepEqual([...effectiveEnvironment(unit, [...dropIns, reset]).keys()], ["E"]);
    assert.strictEqual(effectiveEnvironment({ path: "/x", text: null }, []).size, 0);
});
