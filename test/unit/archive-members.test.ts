import type { ImageArchive } from "../../src/uyuni/archive-facts.js";
import { memberFault, parseMembers } from "../../src/uyuni/archive-members.js";
import { archiveCheck } from "../../src/uyuni/image-archive.js";
import { inEnglish, message } from "../../src/uyuni/message.js";
import { image } from "./sample-host.js";

const { module, test } = QUnit;

const path = "/root/image.tar";

/** As GNU tar prints it. */
const listing = `-rw-r--r-- 0/0               6 2026-11-29 06:49 blobs/a
lrwxrwxrwx 0/0               0 2026-11-29 06:49 index.json -> blobs/a
hrw-r--r-- 0/0               0 2026-11-29 06:49 ./manifest.json link to blobs/a
crw-r--r-- 0/0             1,3 2026-11-29 06:49 null
drwxr-xr-x 0/0               0 2026-11-29 06:49 ./
-rw-r--r-- 0/0               6 2026-11-29 06:49 ./oci-layout
-rw-r--r-- 0/0            1536 2026-11-29 06:49 twice
-rw-r--r-- 0/0            1536 2026-11-29 06:49 ./twice
-rw-r--r-- 0/0              10 2026-11-29 06:49 a\\nb -> c
`;

module("members of an archive", () => {
    test("a description is a file that is there once", (assert) => {
        const members = parseMembers(listing);
        assert.deepEqual(
            [...members].map(([name, { kind }]) => [name, kind]),
            [
                ["blobs/a", "file"],
                ["index.json", "other"],
                ["manifest.json", "other"],
                ["null", "other"],
                ["oci-layout", "file"],
                ["twice", "repeated"],
                ["a\\nb -> c", "file"],
            ],
        );
        assert.strictEqual(members.get("oci-layout")?.name, "./oci-layout");
        const sentence = (name: string) => {
            const fault = memberFault(path, name, members);
            return fault && inEnglish(fault);
        };
        assert.strictEqual(
            sentence("index.json"),
            "In /root/image.tar, index.json is no file, but a link or the like.",
        );
        assert.strictEqual(sentence("twice"), "In /root/image.tar, twice is there more than once.");
        assert.strictEqual(sentence("blobs/a"), null);
        assert.strictEqual(sentence("not-there"), null);
    });

    test("what is no line of a list is passed over", (assert) => {
        for (const text of ["", "tar: no", "\n\n", "-rw-r--r-- root/root 6 manifest.json"])
            assert.strictEqual(parseMembers(text).size, 0, text);
    });
});

test("an archive with a fault is refused with its sentence", (assert) => {
    const archive: ImageArchive = {
        ...{ asked: path, path, inode: 7, bytes: 1, changed: "2026-10-20", free: null, content: null },
        parts: [{ path, kind: "file", owner: 0, mode: 0o644 }],
        fault: message("It is damaged."),
    };
    const check = archiveCheck({ id: "image", title: message("Image") }, image, archive, "amd64");
    assert.strictEqual(check.result, "failed");
    assert.strictEqual(inEnglish(check.finding), "It is damaged.");
});
