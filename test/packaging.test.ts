// SPDX-License-Identifier: LGPL-2.1-or-later
/** The RPM that `make rpm` built, asked by rpm itself. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const file = `build/rpm/cockpit-uyuni-${version}-1.noarch.rpm`;
const metainfo = "org.uyuni_project.cockpit_uyuni.metainfo.xml";

function rpm(...query: string[]): string[] {
    const output = execFileSync("rpm", ["-qp", ...query, file], { encoding: "utf8" });
    return output.split("\n").filter((line) => line !== "");
}

QUnit.module("RPM", () => {
    QUnit.test("holds the page, its description and its licences, and nothing else", (assert) => {
        const page = readdirSync("dist").map((name) => `/usr/share/cockpit/uyuni/${name}`);
        const documents =
            /^\/usr\/share\/(doc|doc\/packages|licenses)\/cockpit-uyuni(-[\d.]+)?(\/(README\.md|LICENSE(\.bundled)?))?$/;
        const files = rpm("--list");
        assert.deepEqual(
            files.filter((name) => !documents.test(name)).sort(),
            [
                ...page,
                "/usr/share/cockpit",
                "/usr/share/cockpit/uyuni",
                `/usr/share/metainfo/${metainfo}`,
            ].sort(),
        );
        assert.deepEqual(
            ["LICENSE", "LICENSE.bundled", "README.md"].filter(
                (name) => !files.some((path) => path.endsWith(`/${name}`)),
            ),
            [],
        );
    });

    QUnit.test("belongs to root, and nobody else may write it", (assert) => {
        const odd = rpm("--queryformat", "[%{FILEMODES:perms} %{FILEUSERNAME} %{FILEGROUPNAME}\\n]");
        assert.deepEqual(Array.from(new Set(odd)).sort(), ["-rw-r--r-- root root", "drwxr-xr-x root root"]);
    });

    QUnit.test("runs nothing when it is installed or removed", (assert) => {
        assert.deepEqual(rpm("--scripts"), []);
        assert.deepEqual(rpm("--triggers"), []);
        assert.deepEqual(rpm("--filetriggers"), []);
    });

    QUnit.test("says what it is and what it needs", (assert) => {
        const tags = rpm("--queryformat", "%{NAME} %{VERSION} %{ARCH} %{LICENSE} %{BUILDHOST}\\n");
        assert.deepEqual(tags, [`cockpit-uyuni ${version} noarch LGPL-2.1-or-later cockpit-uyuni`]);
        const needed = rpm("--requires").filter((name) => !name.startsWith("rpmlib("));
        assert.deepEqual(needed.sort(), ["cockpit-bridge >= 337", "coreutils", "diffutils"]);
        assert.deepEqual(rpm("--recommends").sort(), ["curl", "podman"]);
        const provided = rpm("--provides");
        assert.true(provided.some((name) => name.startsWith("bundled(npm(react)) = ")));
    });

    QUnit.test("comes out the same again", (assert) => {
        const first = readFileSync(file);
        rmSync(file);
        execFileSync("make", ["rpm"], { stdio: "ignore" });
        assert.true(readFileSync(file).equals(first));
    });
});

QUnit.module("Applications page", () => {
    QUnit.test("AppStream takes the description", (assert) => {
        const { status, stdout } = spawnSync(
            "appstreamcli",
            ["validate", "--no-net", "--pedantic", metainfo],
            {
                encoding: "utf8",
            },
        );
        assert.strictEqual(status, 0, stdout);
    });

    QUnit.test("the installed description speaks every language that there is", (assert) => {
        execFileSync("packaging/install", ["build/installed", "/usr"]);
        const text = readFileSync(`build/installed/usr/share/metainfo/${metainfo}`, "utf8");
        const languages = readdirSync("po").flatMap((name) => /^(.*)\.po$/.exec(name)?.[1] ?? []);
        assert.deepEqual(
            languages.filter((language) => !text.includes(`<summary xml:lang="${language}">`)),
            [],
        );
    });

    QUnit.test("the description names this package", (assert) => {
        const text = readFileSync(metainfo, "utf8");
        assert.true(text.includes('<launchable type="cockpit-manifest">uyuni</launchable>'));
        assert.true(text.includes("<extends>org.cockpit_project.cockpit</extends>"));
    });
});

QUnit.module("Repository", () => {
    QUnit.test("the lock file names no address to load from", (assert) => {
        assert.notOk(readFileSync("package-lock.json", "utf8").includes('"resolved"'));
        assert.true(existsSync(".npmrc"));
    });

    QUnit.test("the licence is the whole text", (assert) => {
        const licence = readFileSync("LICENSE", "utf8");
        assert.true(licence.includes("GNU LESSER GENERAL PUBLIC LICENSE"));
        assert.true(licence.includes("END OF TERMS AND CONDITIONS"));
    });
});
