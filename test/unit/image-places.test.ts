import { known, type ImageState } from "../../src/uyuni/host-state.js";
import type { ArchiveContent, ImageArchive, PackagedImage } from "../../src/uyuni/archive-facts.js";
import { checkArchivePath } from "../../src/uyuni/archive-path.js";
import { listsAgree, parseDockerList, parseOciList } from "../../src/uyuni/archive-lists.js";
import { bestName } from "../../src/uyuni/image-archive.js";
import { mayBePackaged, settleImage } from "../../src/uyuni/image-order.js";
import { namedImages, pinnedName } from "../../src/uyuni/local-image.js";
import { parseReference, type ImageReference } from "../../src/uyuni/reference.js";
import { inEnglish } from "../../src/uyuni/message.js";
import type { Check } from "../../src/uyuni/plan.js";
import { parseRpmImage, rpmImageFor } from "../../src/uyuni/rpm-images.js";
import { planSetUp } from "../../src/uyuni/set-up.js";
import { hostile } from "./hostile.js";
import { facts, host, id, image, intent, localImageState, plan, podman } from "./sample-host.js";

const { module, test } = QUnit;

const digest = `sha256:${"d".repeat(64)}`;
const [name = ""] = image.split(":");

function reference(text: string): ImageReference {
    const parsed = parseReference(text);
    if ("error" in parsed) throw new Error(`No reference: ${text}`);
    return parsed.ok;
}

function local(references: readonly string[], changes: Partial<ImageState> = {}): ImageState {
    return { ...localImageState(""), references, ...changes };
}

function pulling(wanted = intent(), images: readonly ImageState[] = [], given = facts()): string[] {
    const { steps } = plan(wanted, host({ podman: known(podman({ images })) }), given);
    return steps
        .map(({ argv }) => argv.join(" "))
        .filter((command) =>
            /^\/usr\/bin\/(podman (pull|load|tag|image (?:exists|inspect))|curl|find .* -newerct) /.test(
                command,
            ),
        );
}

module("images on this host", () => {
    test("those of the service first, the newest first, each under all of its names", (assert) => {
        const { own, others } = namedImages("server-salt-event-processor", [
            local([image], {
                createdAt: 10,
                digests: [`registry.example.com/a@${digest}`, `${name}@${digest}`],
            }),
            local(["localhost/server-salt-event-processor:mine", "localhost/other:1"], { createdAt: 20 }),
            local([], { digests: [`${name}@${digest}`] }),
            local(["localhost/not-server-salt-event-processor:1"]),
        ]);
        assert.deepEqual(
            own.map((one) => [one.name, one.digest]),
            [
                ["localhost/server-salt-event-processor:mine", ""],
                [image, digest],
            ],
        );
        assert.deepEqual(
            others.map((one) => one.name),
            ["localhost/other:1", "localhost/not-server-salt-event-processor:1"],
        );
    });

    test("names that no unit can have are not offered", (assert) => {
        const { own, others } = namedImages("server", [local([...hostile, "<none>:<none>", "server"])]);
        assert.deepEqual([...own, ...others], []);
    });

    test("one that is not to be pulled is used as it is", (assert) => {
        assert.deepEqual(pulling(intent({ pullPolicy: "Never" }), [local([image])]), []);
    });
});

module("pinned images", () => {
    const pinned = `${name}@${digest}`;

    test("the unit names the digest", (assert) => {
        const { files } = plan(intent({ image: pinned }));
        assert.true(files.some(({ after }) => after?.includes(`UYUNI_EVENT_PROCESSOR_IMAGE=${pinned}`)));
    });

    test("a pull by digest gives the name; what is here already gets one that stays", (assert) => {
        const here = local([`${name}:7`], { id: "b".repeat(64), digests: [pinned] });
        assert.deepEqual(pulling(intent({ image: pinned })).at(-1), `/usr/bin/podman pull ${pinned}`);
        for (const pullPolicy of ["Never", "IfNotPresent"] as const)
            assert.deepEqual(pulling(intent({ image: pinned, pullPolicy }), [here]), [
                `/usr/bin/podman tag ${"b".repeat(64)} ${name}:pinned-dddddddddddd`,
            ]);
        const kept = { ...here, references: [`${name}:pinned-dddddddddddd`] };
        assert.deepEqual(pulling(intent({ image: pinned, pullPolicy: "Never" }), [kept]), []);
    });

    test("only a digest has such a name", (assert) => {
        assert.strictEqual(pinnedName(reference(image)), null);
        assert.strictEqual(pinnedName(reference(pinned)), `${name}:pinned-dddddddddddd`);
    });
});

const path = "/root/image.tar";

function archive(changes: Partial<ImageArchive> = {}): ImageArchive {
    return {
        asked: path,
        path,
        parts: [
            { path: "/", kind: "folder", owner: 0, mode: 0o755 },
            { path: "/root", kind: "folder", owner: 0, mode: 0o700 },
            { path, kind: "file", owner: 0, mode: 0o644 },
        ],
        inode: 7,
        bytes: 200e6,
        changed: "2026-10-20",
        free: 50e9,
        content: content([image], ["amd64"]),
        ...changes,
    };
}

function looked(changes: Partial<ImageArchive> | null): Check | undefined {
    const outcome = planSetUp(
        intent({ archive: path, pullPolicy: "Never" }),
        host(),
        facts({ archive: changes && archive(changes) }),
        { id },
    );
    if ("invalid" in outcome) throw new Error("The path is valid");
    const checks = "plan" in outcome ? outcome.plan.checks : outcome.refused;
    return checks.find((check) => check.id === "image");
}

function content(names: readonly string[], architectures: readonly string[] = []): ArchiveContent {
    const images = names.map((one) => ({ names: [one], id: null, architectures }));
    return { kind: "oci-archive", names, images, agree: true };
}

/** What is done with an archive, once it has been looked at. */
function loading(from: string, inode = 7): string[] {
    return [
        `/usr/bin/find ${from} -maxdepth 0 ! ( -type f -inum ${String(inode)} -size 200000000c ! -newerct 2026-10-20 ) -exec /usr/bin/false {} +`,
        `/usr/bin/podman load --quiet --input ${from}`,
    ];
}

module("archives", () => {
    test("a path is absolute, without traversal, and nothing that podman reads otherwise", (assert) => {
        assert.deepEqual(checkArchivePath("/srv/images/a b.tar"), { ok: "/srv/images/a b.tar" });
        for (const text of [
            ...hostile,
            ...hostile.filter((one) => /[\0\n\r\u2028\u202e]/.test(one)).map((one) => `/root/${one}`),
            ...["", "a.tar", "/root/../etc/shadow", "/root/./a", "/root//a", "/dev/sda", "/proc/self/mem"],
            ...["/root/a.tar:registry.example.com/b", "/root/a@0", `/${"a".repeat(300)}`],
        ])
            assert.true("error" in checkArchivePath(text), JSON.stringify(text));
        const outcome = planSetUp(intent({ archive: "/root/../a" }), host(), facts(), { id });
        assert.true("invalid" in outcome && outcome.invalid.archive !== undefined);
    });

    test("it is loaded, and nothing is pulled", (assert) => {
        for (const pullPolicy of ["Always", "IfNotPresent", "Never"] as const)
            assert.deepEqual(
                pulling(intent({ archive: path, pullPolicy }), [], facts({ archive: archive() })),
                [...loading(path), `/usr/bin/podman image exists ${image}`],
            );
    });

    test("it is loaded only as it was when it was looked at, and has to give the image that it told of", (assert) => {
        const told = content([image, "localhost/b:1"]);
        const images = told.images.map((one, index) => ({ ...one, id: "ab".charAt(index).repeat(64) }));
        const given = facts({ archive: archive({ content: { ...told, images } }) });
        const wanted = intent({ archive: path });
        const verdict = `/usr/bin/podman image inspect --format {{if ne .ID "${"a".repeat(64)}"}}{{index "" 0}}{{end}} ${image}`;
        assert.deepEqual(pulling(wanted, [], given), [...loading(path), verdict]);
        const guards = plan(wanted, host(), given).guards.map(({ argv }) => argv.join(" "));
        assert.true(guards.includes(loading(path)[0] ?? ""));
    });

    test("the architecture is that of the image which is asked for, not of another one in the archive", (assert) => {
        const [own] = content([image], ["amd64"]).images;
        const [other] = content(["localhost/b:1"], ["s390x"]).images;
        if (!own || !other) throw new Error("Each has one");
        const of = (...images: ArchiveContent["images"]) =>
            looked({ content: { ...content([image, "localhost/b:1"]), images } });
        assert.strictEqual(of(other, own)?.result, "warning");
        assert.strictEqual(of({ ...other, names: [image] }, own)?.result, "warning", "the last has the name");
        const check = of(own, { ...other, names: [image] });
        assert.true(check?.result === "failed" && inEnglish(check.finding).includes("another architecture"));
    });

    test("two lists in one archive have to give the same names to the same images", (assert) => {
        const [a, b] = ["a".repeat(64), "b".repeat(64)];
        const one = (imageId: string | null, ...names: string[]) => ({
            names,
            id: imageId,
            architectures: [],
        });
        // As docker save writes them: an entry for each name in one list, for each image in the other.
        assert.true(listsAgree([one(a, "x"), one(a, "y"), one(b)], [one(b), one(a, "y", "x")]));
        assert.false(listsAgree([one(a, "x")], [one(b, "x")]), "another image");
        assert.false(listsAgree([one(a, "x")], [one(a, "y")]), "another name");
        assert.false(listsAgree([one(a, "x")], [one(a, "x"), one(b)]), "one more");
        assert.false(
            listsAgree([one(a, "x"), one(b, "y")], [one(a, "y"), one(b, "x")]),
            "names changed over",
        );
        assert.false(listsAgree([one(null, "x")], [one(null, "x")]), "nobody knows");
    });

    test("another one under the same path makes another plan", (assert) => {
        const of = (changes: Partial<ImageArchive>) =>
            plan(intent({ archive: path }), host(), facts({ archive: archive(changes) })).fingerprint;
        assert.strictEqual(of({}), of({ free: 40e9 }));
        assert.notStrictEqual(of({}), of({ changed: "2026-10-21" }));
        assert.notStrictEqual(of({}), of({ bytes: 1 }));
        assert.notStrictEqual(of({}), of({ inode: 8 }));
        const [told] = content([image]).images;
        if (!told) throw new Error("There is one");
        const other = [{ ...told, id: "b".repeat(64) }];
        assert.notStrictEqual(of({}), of({ content: { ...content([image]), images: other } }));
    });

    test("what is no archive of this image for this host is refused, each with a sentence", (assert) => {
        const [root, folder, file] = archive().parts;
        if (!root || !folder || !file) throw new Error("There are three");
        const refused: readonly [Partial<ImageArchive> | null, RegExp][] = [
            [null, /has not been looked at/],
            [{ asked: "/root/other.tar" }, /has not been looked at/],
            [{ parts: [root, folder] }, /There is no file/],
            [{ parts: [root, folder, { ...file, kind: "other" }] }, /is no file/],
            [{ parts: [root, folder, { ...file, owner: 1000 }] }, /Others than root/],
            [{ parts: [root, { ...folder, mode: 0o777 }, file] }, /Others than root/],
            [{ path: "/proc/self/mem" }, /leads to/],
            [{ content: null }, /no archive of an image/],
            [{ content: { ...content([image]), agree: false } }, /two lists of its images/],
            [{ content: content([]) }, /does not say the name/],
            [{ content: content(["localhost/other:1"]) }, /has no image .*, but localhost\/other:1/],
            [{ content: content([image], ["s390x"]) }, /another architecture/],
            [{ free: 100e6 }, /The archive has 200 MB, and 100 MB are free/],
        ];
        for (const [changes, sentence] of refused) {
            const check = looked(changes);
            assert.strictEqual(check?.result, "failed");
            assert.true(sentence.test(check ? inEnglish(check.finding) : ""), String(sentence));
        }
        assert.strictEqual(looked({})?.result, "passed");
        assert.strictEqual(looked({ free: null })?.result, "passed");
        assert.strictEqual(looked({ content: content([image, "localhost/b:1"]) })?.result, "warning");
    });

    test("the lists of both kinds are read", (assert) => {
        const hex = "c".repeat(64);
        for (const Config of [`${hex}.json`, `blobs/sha256/${hex}`, `sha256:${hex}`])
            assert.deepEqual(parseDockerList(JSON.stringify([{ Config, RepoTags: [image] }])), [
                { names: [image], description: Config },
            ]);
        const named = (annotation: unknown) => ({
            digest: `sha256:${hex}`,
            annotations: { "org.opencontainers.image.ref.name": annotation },
        });
        const description = `blobs/sha256/${hex}`;
        assert.deepEqual(
            parseOciList(JSON.stringify({ manifests: [named(image), named("latest"), named(7)] })),
            [image, "", ""].map((one) => ({ names: one === "" ? [] : [one], description })),
        );
        const annotations = { ...named("5.2.0").annotations, "io.containerd.image.name": image };
        assert.deepEqual(parseOciList(JSON.stringify({ manifests: [{ ...named(""), annotations }] })), [
            { names: [image], description },
        ]);
    });

    test("lists that are something else, or lead out of the archive, tell nothing", (assert) => {
        for (const text of [
            "",
            "no",
            "null",
            "7",
            "{}",
            "[]",
            "[null]",
            '{"manifests":7}',
            '{"manifests":[]}',
        ]) {
            assert.strictEqual(parseDockerList(text), null, text);
            assert.strictEqual(parseOciList(text), null, text);
        }
        const docker = (entry: unknown) => parseDockerList(JSON.stringify([entry]));
        for (const Config of ["../../etc/shadow", "--checkpoint-action=exec=sh", "/etc/shadow", 7])
            assert.strictEqual(docker({ Config, RepoTags: [] })?.[0]?.description, "");
        assert.deepEqual(docker({ RepoTags: [...hostile, 7, null, {}] })?.[0]?.names, []);
        const many = Array.from({ length: 10_000 }, (_one, number) => `localhost/a:${String(number)}`);
        assert.true((docker({ RepoTags: many })?.[0]?.names.length ?? Infinity) <= 50);
        assert.strictEqual(
            parseOciList(JSON.stringify({ manifests: [{ digest: "sha256:../../etc" }] }))?.[0]?.description,
            "",
        );
    });

    test("of several images, the one that is asked for, then the service's", (assert) => {
        const names = ["localhost/a:1", "localhost/uyuni/server:7", "localhost/b:1"];
        assert.strictEqual(bestName(names, "localhost/b:1", "server"), "localhost/b:1");
        assert.strictEqual(bestName(names, "localhost/c:1", "server"), "localhost/uyuni/server:7");
        assert.strictEqual(bestName(names, "", "saline"), "localhost/a:1");
        assert.strictEqual(bestName([], "", "server"), null);
    });
});

const shipped = {
    name: "uyuni-server-salt-event-processor",
    tags: ["5.2.0", "latest"],
    file: "image.tar.xz",
};

module("images in RPMs", () => {
    const parse = (changes: Readonly<Record<string, unknown>>) =>
        parseRpmImage(JSON.stringify({ image: { ...shipped, ...changes }, other: 7 }));

    test("the archive is the file beside the metadata", (assert) => {
        assert.deepEqual(parse({}), {
            name: shipped.name,
            tags: shipped.tags,
            path: "/usr/share/suse-docker-images/native/image.tar.xz",
        });
    });

    test("metadata that are none, or lead elsewhere, are passed over", (assert) => {
        for (const text of ["", "no", "null", "[]", "{}", '{"image":7}', '{"image":{}}'])
            assert.strictEqual(parseRpmImage(text), null, text);
        for (const file of [
            ...hostile,
            "../../../etc/shadow",
            "/etc/shadow",
            "..",
            "a/b",
            "a:b",
            "a@0",
            7,
            null,
        ])
            assert.strictEqual(parse({ file }), null, JSON.stringify(file));
        for (const name of [...hostile, "", 7, null, "A"])
            assert.strictEqual(parse({ name }), null, JSON.stringify(name));
        assert.deepEqual(parse({ tags: [...hostile, 7, null, "1"] })?.tags, ["1"]);
        const many = Array.from({ length: 10_000 }, (_one, number) => String(number));
        assert.true((parse({ tags: many })?.tags.length ?? 0) <= 50);
        assert.strictEqual(parse({ tags: "latest" }), null);
    });

    test("an image is found by its path below the registry, and its tag", (assert) => {
        const images = [parse({ name: "other" }), parse({})].flatMap((one) => (one === null ? [] : [one]));
        const file = (text: string) => rpmImageFor(reference(text), images)?.name ?? null;
        assert.strictEqual(file(image), shipped.name);
        assert.strictEqual(file(image.replace("registry.opensuse.org", "localhost:5000")), shipped.name);
        assert.strictEqual(file(image.replace("5.2.0", "5.2.1")), null);
        assert.strictEqual(file(`${name}@${digest}`), null);
        assert.strictEqual(file(image.replace("/uyuni/", "/other/")), null);
    });
});

module("the order of places", () => {
    const built = `localhost/uyuni/server-salt-event-processor:5.2.0`;
    const rpm = "/usr/share/suse-docker-images/native/image.tar";
    const inRpm = (
        names: readonly string[] = [image],
        changes: Partial<ImageArchive> = {},
    ): PackagedImage => {
        const [root] = archive().parts;
        if (root === undefined) throw new Error("There is one");
        const parts = [root, { path: rpm, kind: "file" as const, owner: 0, mode: 0o644 }];
        return {
            image,
            archive: archive({ asked: rpm, path: rpm, parts, content: content(names), ...changes }),
        };
    };
    const load = [...loading(rpm), `/usr/bin/podman image exists ${image}`];
    const isPull = (steps: readonly string[]) => steps.at(-1) === `/usr/bin/podman pull ${image}`;
    const unitImage = (wanted = intent(), images: readonly ImageState[] = [], given = facts()) => {
        const { files } = plan(wanted, host({ podman: known(podman({ images })) }), given);
        return /UYUNI_EVENT_PROCESSOR_IMAGE=(\S+)/.exec(files.map(({ after }) => after).join("\n"))?.[1];
    };

    test("always: an RPM's, then the registry's, and never what is here", (assert) => {
        const always = intent({ pullPolicy: "Always" });
        const here = [local([image]), local([built])];
        const kept = `/usr/bin/podman tag ${"a".repeat(64)} ${name}:pinned-${"a".repeat(12)}`;
        assert.deepEqual(pulling(always, here, facts({ packaged: inRpm() })), [kept, ...load]);
        assert.true(isPull(pulling(always, here)));
        assert.strictEqual(unitImage(always, here), image);
    });

    test("if not present: here, here as localhost's, an RPM's, the registry's", (assert) => {
        const missing = intent({ pullPolicy: "IfNotPresent" });
        const packaged = facts({ packaged: inRpm() });
        assert.deepEqual(pulling(missing, [local([image]), local([built])], packaged), []);
        assert.strictEqual(unitImage(missing, [local([image]), local([built])], packaged), image);
        assert.deepEqual(pulling(missing, [local([built])], packaged), []);
        assert.strictEqual(unitImage(missing, [local([built])], packaged), built);
        assert.deepEqual(pulling(missing, [], packaged), load);
        assert.true(isPull(pulling(missing)));
    });

    test("never: the same without the registry", (assert) => {
        const never = intent({ pullPolicy: "Never" });
        const packaged = facts({ packaged: inRpm() });
        assert.deepEqual(pulling(never, [local([image])], packaged), []);
        assert.strictEqual(unitImage(never, [local([built])], packaged), built);
        assert.deepEqual(pulling(never, [], packaged), load);
        const refused = planSetUp(never, host(), facts(), { id });
        assert.true("refused" in refused);
    });

    test("an RPM's archive may name another registry; the unit names what is loaded", (assert) => {
        const other = "registry.example.com/uyuni/server-salt-event-processor:5.2.0";
        assert.strictEqual(unitImage(intent(), [], facts({ packaged: inRpm([other]) })), other);
    });

    test("an RPM's archive that is of another image, or cannot be loaded, is passed over", (assert) => {
        for (const packaged of [
            inRpm(["registry.example.com/other:5.2.0"]),
            inRpm([image], { content: null }),
            inRpm([image], { content: content([image], ["s390x"]) }),
            inRpm([image], { parts: [] }),
            { ...inRpm(), image: "registry.example.com/other:1" },
        ])
            assert.true(isPull(pulling(intent(), [], facts({ packaged }))));
    });

    test("an archive that was chosen, and a digest, are what they are", (assert) => {
        const chosen = intent({ archive: path });
        assert.deepEqual(
            pulling(chosen, [], facts({ archive: archive(), packaged: inRpm() })).slice(0, 2),
            loading(path),
        );
        const pinned = { image: reference(`${name}@${digest}`), pullPolicy: "Always" as const };
        assert.false(mayBePackaged(pinned, []));
        assert.strictEqual(settleImage(pinned, podman(), {}).intent, pinned);
        assert.strictEqual(settleImage(pinned, null, {}).intent, pinned);
        assert.true(mayBePackaged({ image: reference(image), pullPolicy: "Always" }, [local([image])]));
        assert.false(mayBePackaged({ image: reference(image), pullPolicy: "Never" }, [local([built])]));
    });
});
