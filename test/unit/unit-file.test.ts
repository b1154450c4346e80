import fc from "fast-check";
import {
    addValue,
    parseUnitFile,
    removeValues,
    setValue,
    stringifyUnitFile,
    values,
} from "../../src/uyuni/unit-file.js";

QUnit.module("unit file");

/** Text that is likely to hit the reader's corners. */
const unitText = fc
    .array(
        fc.constantFrom(
            "[Service]",
            "[Unit]",
            "[Broken",
            "Environment=A=1",
            "Environment=",
            "ExecStart=/bin/a \\",
            "Key",
            "Key=value\\\\",
            "# comment \\",
            "; comment",
            "  # indented",
            "\\",
            " ",
            "\t",
            "\n",
            "\n",
            "\r\n",
            "\r",
            "\0",
            "\ufeff",
            "=",
        ),
        { maxLength: 25 },
    )
    .map((parts) => parts.join(""));

QUnit.test("reading and writing back changes nothing, whatever the text", (assert) => {
    for (const arbitrary of [unitText, fc.string({ unit: "binary" })])
        fc.assert(
            fc.property(arbitrary, (text) => stringifyUnitFile(parseUnitFile(text)) === text),
            { numRuns: 2000 },
        );
    assert.true(true);
});

QUnit.test("values are read as systemd reads them", (assert) => {
    const text = [
        "\ufeff[Unit]",
        "Description = with blanks  ",
        "[Service]",
        "# Environment=COMMENTED=1 \\",
        "Environment=A=1",
        "ExecStart=/bin/true \\",
        "    one \\",
        "# in the middle \\",
        "  ; here too",
        "    two",
        "After=ended by\\",
        "",
        "Environment=B=2",
        "junk without an equals sign",
        "Odd=two backslashes\\\\",
        "[Unit]",
        "After=x.service\rBefore=y.service",
        "",
    ].join("\n");
    const file = parseUnitFile(text);
    assert.deepEqual(values(file, "Unit", "Description"), ["with blanks"]);
    assert.deepEqual(values(file, "Service", "Environment"), ["A=1", "B=2"]);
    assert.deepEqual(values(file, "Service", "ExecStart"), ["/bin/true  one  two"]);
    assert.deepEqual(values(file, "Service", "After"), ["ended by"]);
    assert.deepEqual(values(file, "Service", "Odd"), ["two backslashes\\\\"]);
    assert.deepEqual(values(file, "Unit", "After"), ["x.service"], "a lone carriage return ends a line");
    assert.deepEqual(values(file, "Unit", "Before"), ["y.service"]);
    assert.deepEqual(values(parseUnitFile("A=1\n"), "", "A"), [], "no section, no setting");
    assert.deepEqual(values(parseUnitFile("[S]\nA=1\n[Broken\nA=2\n[S]\nA=3"), "S", "A"), ["1"]);
    assert.true(parseUnitFile("[S]\nA=1\\").unfinished);
});

QUnit.test("one value changes, the rest stays byte for byte", (assert) => {
    const text =
        "# head\r\n[Service]\r\nEnvironment=A=1\r\n\r\n; tail \\\r\nEnvironment=A=2 \\\r\n  B=3\r\n[Install]\r\nX=1";
    const file = parseUnitFile(text);
    assert.strictEqual(
        stringifyUnitFile(setValue(file, "Service", "Environment", "C=4")),
        text.replace("Environment=A=2 \\\r\n  B=3", "Environment=C=4"),
    );
    assert.strictEqual(
        stringifyUnitFile(addValue(file, "Service", "Restart", "no")),
        text.replace("[Install]", "Restart=no\n[Install]"),
    );
    assert.strictEqual(stringifyUnitFile(addValue(file, "Install", "Y", "2")), `${text}\nY=2\n`);
    assert.strictEqual(stringifyUnitFile(addValue(file, "Unit", "Z", "3")), `${text}\n\n[Unit]\nZ=3\n`);
    assert.strictEqual(
        stringifyUnitFile(removeValues(file, "Service", "Environment")),
        "# head\r\n[Service]\r\n\r\n; tail \\\r\n[Install]\r\nX=1",
    );
    assert.strictEqual(
        stringifyUnitFile(addValue(parseUnitFile(""), "Service", "A", "1")),
        "[Service]\nA=1\n",
    );
});

QUnit.test("what was set or added is read back, whatever the file was", (assert) => {
    const value = fc.constantFrom("1", "a b", '"quoted \\" x"', "%n $A", "");
    fc.assert(
        fc.property(unitText, value, (text, wanted) => {
            const file = parseUnitFile(text);
            const others = (changed: typeof file) => [
                values(changed, "Unit", "Key"),
                values(changed, "Service", "ExecStart"),
                values(changed, "Service", "Environment"),
            ];
            // After a malformed header systemd reads nothing, and no change can mend that.
            fc.pre(values(parseUnitFile(`${text}\n\n[X]\nY=1\n`), "X", "Y").length === 1);
            const added = addValue(file, "Service", "Restart", wanted);
            const set = setValue(added, "Service", "Restart", "no");
            return (
                values(added, "Service", "Restart").at(-1) === wanted &&
                values(set, "Service", "Restart").at(-1) === "no" &&
                JSON.stringify(others(added)) === JSON.stringify(others(file)) &&
                JSON.stringify(others(set)) === JSON.stringify(others(file))
            );
        }),
        { numRuns: 3000 },
    );
    assert.true(true);
});

QUnit.test("no value escapes its line", (assert) => {
    const file = parseUnitFile("[Service]\nA=1\n");
    for (const value of ["x\nExecStart=/bin/sh", "x\r[Unit]", "x\0", "x\\"])
        assert.throws(() => setValue(file, "Service", "A", value), RangeError);
    assert.throws(() => addValue(file, "Service", "A=1\nB", "x"), RangeError);
    assert.throws(() => addValue(file, "X]\n[Y", "A", "x"), RangeError);
});
