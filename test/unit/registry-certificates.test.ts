import { hostWith, type Ran } from "./made-up-programs.js";
import { askRegistry } from "../../src/host/registry.js";
import { runCurl } from "../../src/host/registry-curl.js";
import { certificatesAt, curlTrusts, NO_CERTIFICATES } from "../../src/uyuni/registry-certificates.js";
import { parseReference } from "../../src/uyuni/reference.js";

const { module, test } = QUnit;

const REGISTRY = "r.example.com:5000";
const FOLDER = `/etc/containers/certs.d/${REGISTRY}`;
const DIGEST = `sha256:${"1".repeat(64)}`;

/** curl's arguments that have to do with trust. */
function trust({ argv }: Ran): readonly string[] {
    const named = ["--cacert", "--capath", "--cert", "--key"];
    return argv.flatMap((word, index) => (named.includes(word) ? [word, argv[index + 1] ?? ""] : []));
}

module("podman's certificates for a registry", () => {
    test("the first folder counts, and in it what podman takes for certificates", (assert) => {
        const docker = `/etc/docker/certs.d/${REGISTRY}`;
        const names = ["b.crt", "a.crt", "c.pem", "README", "me.cert", "me.key"];
        const found = [docker, `${docker}/x.crt`, FOLDER, ...names.map((name) => `${FOLDER}/${name}`), ""];
        assert.deepEqual(certificatesAt(REGISTRY, found), {
            authorities: [`${FOLDER}/a.crt`, `${FOLDER}/b.crt`],
            client: { certificate: `${FOLDER}/me.cert`, key: `${FOLDER}/me.key` },
        });
        assert.deepEqual(certificatesAt(REGISTRY, [FOLDER, docker, `${docker}/x.crt`]), NO_CERTIFICATES);
        assert.deepEqual(
            certificatesAt("r.example.com", found),
            NO_CERTIFICATES,
            "a port is another registry",
        );
        assert.deepEqual(certificatesAt(REGISTRY, [""]), NO_CERTIFICATES);
    });

    test("a certificate without its key, or a key alone, is for curl to complain about, as podman does", (assert) => {
        for (const name of ["me.cert", "me.key"])
            assert.deepEqual(certificatesAt(REGISTRY, [FOLDER, `${FOLDER}/${name}`]).client, {
                certificate: `${FOLDER}/me.cert`,
                key: `${FOLDER}/me.key`,
            });
    });

    test("curl takes a colon for the beginning of a password", (assert) => {
        const client = { certificate: "/a:1/b\\c.cert", key: "/a:1/b\\c.key" };
        assert.deepEqual(curlTrusts({ authorities: [], client }, false), [
            ["--cert", "/a\\:1/b\\\\c.cert", "--key", "/a:1/b\\c.key"],
        ]);
        assert.deepEqual(curlTrusts({ authorities: ["/a.crt"], client: null }, true), [[]], "insecure");
        assert.deepEqual(curlTrusts(NO_CERTIFICATES, false), [[]]);
    });

    test("one file after the other, beside what the host trusts, until one is of use", async (assert) => {
        const certificates = { authorities: ["/old.crt", "/new.crt"], client: null };
        const asked = { insecure: false, authorization: "Bearer a", certificates };
        const trusted = hostWith((ran) =>
            trust(ran).includes("/new.crt") ? "told" : { exitStatus: 60, complaint: "curl: (60) old" },
        );
        assert.deepEqual(await runCurl([], ["https://r"], asked), { text: "told", failure: null });
        assert.deepEqual(trusted.ran.map(trust), [
            ["--cacert", "/old.crt", "--capath", "/etc/ssl/certs"],
            ["--cacert", "/new.crt", "--capath", "/etc/ssl/certs"],
        ]);
        assert.true(trusted.ran.every(({ input }) => input.includes("Bearer a")));

        // A file without a certificate is nothing to podman.
        const host = hostWith((ran) =>
            trust(ran).length === 0 ? "told" : { exitStatus: 77, complaint: "curl: (77) none" },
        );
        assert.strictEqual((await runCurl([], ["https://r"], asked)).text, "told");
        assert.strictEqual(host.ran.length, 3);

        hostWith((ran) => ({
            exitStatus: 60,
            complaint: `curl: (60) ${trust(ran)[1] ?? "nothing"}`,
        }));
        const { failure } = await runCurl([], ["https://r"], asked);
        assert.deepEqual(
            [failure?.problem, failure?.detail],
            ["tls", "/old.crt"],
            "what the first one led to",
        );

        const away = hostWith(() => ({ exitStatus: 7, complaint: "curl: (7) refused" }));
        assert.strictEqual((await runCurl([], ["https://r"], asked)).failure?.problem, "connection");
        assert.strictEqual(away.ran.length, 1, "nothing that another authority could mend");
    });

    test("the registry, and who gives tokens for it, are asked with them", async (assert) => {
        const reference = parseReference(`${REGISTRY}/x:1`);
        if ("error" in reference) throw new Error("A reference");
        const host = hostWith((ran) => {
            const { argv, input } = ran;
            if (argv.includes("info"))
                return JSON.stringify({ r: { Prefix: REGISTRY, Location: REGISTRY, Insecure: false } });
            if (argv.includes(FOLDER)) return [FOLDER, `${FOLDER}/ca.crt`, ""].join("\0");
            if (argv[0] !== "curl") return "";
            if (!trust(ran).includes(`${FOLDER}/ca.crt`))
                return { exitStatus: 60, complaint: "curl: (60) x" };
            if (!argv.includes("--head")) {
                const [mark = ""] = (argv[argv.indexOf("--write-out") + 1] ?? "").split("%");
                return `{"token":"t"}${mark}200   0\t\t\n`;
            }
            return input.includes("Bearer t")
                ? `HTTP/1.1 200 x\r\nDocker-Content-Digest: ${DIGEST}\r\n\r\n`
                : 'HTTP/1.1 401 x\r\nWWW-Authenticate: Bearer realm="https://auth.example.com/"\r\n\r\n';
        });
        const here = { has: () => true, architecture: () => Promise.resolve("") };
        const { answer } = await askRegistry(reference.ok, here);
        assert.deepEqual(answer, { digest: DIGEST });
        assert.strictEqual(host.ran.filter(({ argv }) => argv[0] === "curl").length, 3);
    });
});
