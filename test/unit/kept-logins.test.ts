import { hostWith, type Ran } from "./made-up-programs.js";
import { HostError } from "../../src/host/problem.js";
import { readKeptLogin, readLogin } from "../../src/host/kept-logins.js";
import { askRegistry, locateImage } from "../../src/host/registry.js";
import { logOut } from "../../src/host/registry-login.js";
import { parseReference } from "../../src/uyuni/reference.js";

const { module, test } = QUnit;

const PLACE = { registry: "r.example.com", repository: "a/x", insecure: false };
const RUN = "/run/containers/0/auth.json";
const HOME = "/root/.config/containers/auth.json";
const DOCKER = "/root/.docker/config.json";

function kept(key: string, login = "u:p"): string {
    return JSON.stringify({ auths: { [key]: { auth: btoa(login) } } });
}

/** podman says that `user` is logged in, null for nobody. */
function podmanSays(user: string | null, files: Readonly<Record<string, string>>, hasHelpers = false) {
    return hostWith(({ argv }: Ran) => {
        if (argv[0] === "grep") return hasHelpers ? "" : { exitStatus: 1, complaint: "" };
        if (!argv.includes("--get-login")) return "";
        return user ?? { exitStatus: 125, complaint: "Error: not logged into r.example.com/a/x" };
    }, files);
}

module("logins that podman has", () => {
    test("podman tells who is logged in to what is pulled, as if it were run by systemd", async (assert) => {
        const host = podmanSays("somebody\n", {});
        assert.strictEqual(await readLogin(PLACE), "somebody");
        assert.deepEqual(
            host.ran.map(({ argv }) => argv),
            [["podman", "login", "--get-login", "r.example.com/a/x"]],
        );
        for (const name of ["XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "REGISTRY_AUTH_FILE", "DOCKER_CONFIG"])
            assert.true(host.ran[0]?.environ.includes(`${name}=`), name);
        podmanSays(null, {});
        assert.strictEqual(await readLogin(PLACE), null);
    });

    test("a helper that registries.conf names may count more than a file", async (assert) => {
        const files = { [HOME]: kept("r.example.com") };
        const kind = async () => (await readKeptLogin(PLACE)).kind;
        const host = podmanSays("other", files);
        assert.strictEqual(await kind(), "password");
        assert.false(
            host.ran.some(({ argv }) => argv[0] === "podman"),
            "without any, podman need not be asked",
        );
        podmanSays("other", files, true);
        assert.strictEqual(await kind(), "helper");
        podmanSays("u", files, true);
        assert.strictEqual(await kind(), "password");
        podmanSays("other", {}, true);
        assert.strictEqual(await kind(), "helper");
        podmanSays(null, {}, true);
        assert.strictEqual(await kind(), "none");
    });

    test("who logs out does so where podman found the login", async (assert) => {
        const ending = async (files: Readonly<Record<string, string>>) => {
            const host = podmanSays(null, files);
            await logOut(PLACE);
            return host.ran.map(({ argv }) => argv).find((argv) => argv.includes("logout"));
        };
        const argv = (path: string, key: string) => ["podman", "logout", `--authfile=${path}`, key];
        assert.deepEqual(
            await ending({ [RUN]: kept("r.example.com"), [HOME]: kept("r.example.com") }),
            argv(RUN, "r.example.com"),
        );
        assert.deepEqual(await ending({ [HOME]: kept("r.example.com/a") }), argv(HOME, "r.example.com/a"));
        assert.deepEqual(await ending({}), argv(HOME, "r.example.com"), "a helper's");
        const host = podmanSays("u", { [DOCKER]: kept("r.example.com") });
        await assert.rejects(
            logOut(PLACE),
            (reason: unknown) => reason instanceof HostError && reason.message === DOCKER,
        );
        assert.false(
            host.ran.some(({ argv: ran }) => ran.includes("logout")),
            "Docker's file is not podman's to write",
        );
    });

    test("what was told with other logins is told to be of another place", async (assert) => {
        const reference = parseReference("r.example.com/a/x:1");
        if ("error" in reference) throw new Error("A reference");
        let logins = "one";
        hostWith(({ argv }) =>
            argv[0] === "find" && argv.includes(HOME)
                ? logins
                : argv.includes("info")
                  ? JSON.stringify({ r: { Prefix: "r.example.com", Location: "r.example.com" } })
                  : argv[0] === "curl"
                    ? "HTTP/1.1 401 x\r\n\r\n"
                    : "",
        );
        const here = { has: () => true, architecture: () => Promise.resolve("") };
        const { places } = await askRegistry(reference.ok, here);
        assert.strictEqual((await locateImage(reference.ok)).places, places);
        logins = "another";
        assert.notStrictEqual((await locateImage(reference.ok)).places, places);
    });
});
