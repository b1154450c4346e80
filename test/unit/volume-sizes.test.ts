/** Sizes of volumes, out of what du says of them. */
import { duSizes } from "../../src/uyuni/uninstall/volume-sizes.js";

QUnit.module("sizes of volumes");

const volumes = ["one", "two", "three"].map((name) => ({
    name,
    mountpoint: `/volumes/${name}/_data`,
    mountedAt: null,
}));

QUnit.test("only a volume that was seen whole has a size", (assert) => {
    const output = [
        "du: cannot access '/volumes/one/_data/gone': No such file or directory\n",
        "du: cannot read directory '/volumes/two/_data/base': Permission denied\n",
        "123\t/volumes/one/_data\0",
        "4096\t/volumes/two/_data\0",
    ].join("");
    assert.deepEqual(
        [...duSizes(volumes, output)],
        [
            ["one", 123],
            ["two", null],
            ["three", null],
        ],
    );
    assert.deepEqual([...duSizes(volumes, "").values()], [null, null, null], "nothing was told");
});
