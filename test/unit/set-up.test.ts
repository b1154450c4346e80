import { spawnSync } from "node:child_process";
import { known, unknown, type ImageState } from "../../src/uyuni/host-state.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { noMgradm } from "../../src/uyuni/no-mgradm.js";
import { noRecovery } from "../../src/uyuni/no-recovery.js";
import { operationDirectory, type Step } from "../../src/uyuni/plan.js";
import { planSetUp, RECOVER_PATH, setUpPaths } from "../../src/uyuni/set-up.js";
import { values, parseUnitFile } from "../../src/uyuni/unit-file.js";
import { splitWords } from "../../src/uyuni/words.js";
import { hostile } from "./hostile.js";
import {
    container,
    facts,
    host,
    id,
    image,
    intent,
    localImageState,
    plan,
    podman,
    processor,
    unit,
} from "./sample-host.js";

QUnit.module("set-up");

const directory = operationDirectory(id);
/** Runs what follows only if the service has been touched. */
const touched = `/usr/bin/find ${directory} -maxdepth 1 -name touched -exec`;
const [conf = "", unitFile = ""] = setUpPaths;
const flush = "/usr/bin/sync --file-system -- /var/lib/containers/storage";
const isNoRecovery = noRecovery("pull").argv.join(" ");
const isNoMgradm = noMgradm("pull").argv.join(" ");

function commands(steps: readonly Step[]): string[] {
    return steps.map(
        ({ argv, mayFail, mayTimeOut }) => `${mayFail ? "-" : mayTimeOut ? "~" : ""}${argv.join(" ")}`,
    );
}

QUnit.test("the first set-up, step by step", (assert) => {
    const { steps, guards, files, staged, rollback, title } = plan();
    assert.strictEqual(inEnglish(title), `Set up the Salt event processor with ${image}`);
    const unchanged = [
        isNoMgradm,
        `/usr/bin/test ! -e ${conf}`,
        `/usr/bin/test ! -e ${unitFile}`,
        "/usr/bin/systemctl is-active --quiet uyuni-db.service",
    ];
    assert.deepEqual(commands(guards), [isNoRecovery, ...unchanged]);
    assert.deepEqual(
        files.map(({ path, mode, before }) => [path, mode, before]),
        [
            [conf, "0644", null],
            [unitFile, "0555", null],
        ],
    );
    assert.deepEqual(
        staged.map(({ name }) => name),
        ["new/0", "new/1", "recover.service"],
    );
    const folder = "/etc/systemd/system/uyuni-event-processor@.service.d";
    const system = "/etc/systemd/system";
    const besideConf = `${folder}/.generated.conf.${id}`;
    const besideUnit = `${system}/.uyuni-event-processor@.service.${id}`;
    const besideRecover = `${system}/.cockpit-uyuni-recover.service.${id}`;
    const link = `${system}/multi-user.target.wants/cockpit-uyuni-recover.service`;
    assert.deepEqual(commands(steps.filter(({ phase }) => phase !== "check")), [
        "/usr/bin/curl --disable --noproxy * --silent --show-error --fail-with-body --no-buffer --unix-socket /run/podman/podman.sock --request POST http://localhost/v1.41/images/create?fromImage=registry.opensuse.org%2Fuyuni%2Fserver-salt-event-processor&tag=5.2.0",
        `/usr/bin/podman pull ${image}`,
        flush,
        // The pull may have taken an hour.
        ...unchanged,
        `/usr/bin/mkdir -p -m 0755 ${system}/multi-user.target.wants`,
        `/usr/bin/install -m 0644 -T ${directory}/recover.service ${besideRecover}`,
        `/usr/bin/ln -sfnT ../cockpit-uyuni-recover.service ${link}`,
        `/usr/bin/sync ${besideRecover} ${directory} /var/lib/cockpit-uyuni ${system}/multi-user.target.wants`,
        "~/usr/bin/timeout 20 /usr/bin/journalctl --sync",
        `/usr/bin/mv -fT ${besideRecover} ${RECOVER_PATH}`,
        `/usr/bin/sync ${system}`,
        `/usr/bin/touch ${directory}/touched`,
        `/usr/bin/mkdir -p -m 0755 ${folder}`,
        `/usr/bin/install -m 0644 -T ${directory}/new/0 ${besideConf}`,
        `/usr/bin/install -m 0555 -T ${directory}/new/1 ${besideUnit}`,
        `/usr/bin/sync ${besideConf} ${besideUnit}`,
        `/usr/bin/mv -fT ${besideConf} ${conf}`,
        `/usr/bin/mv -fT ${besideUnit} ${unitFile}`,
        "/usr/bin/systemctl daemon-reload",
        `/usr/bin/systemctl enable ${processor}`,
        `/usr/bin/systemctl reset-failed ${processor}*`,
        `/usr/bin/systemctl restart ${processor}`,
        `/usr/bin/sync ${system} ${folder} ${system}/multi-user.target.wants ${system}/default.target.wants`,
        `/usr/bin/rm -f ${RECOVER_PATH}`,
        `-/usr/bin/sync ${system}`,
        "-/usr/bin/timeout 20 /usr/bin/journalctl --sync",
        `-/usr/bin/rm -f ${link}`,
        "-/usr/bin/systemctl daemon-reload",
    ]);
    assert.deepEqual(commands(rollback), [
        `-${touched} /usr/bin/podman logs --tail 200 uyuni-salt-event-processor-0 ;`,
        `-${touched} /usr/bin/journalctl --no-pager --boot --lines=50 --output=cat CONTAINER_NAME=uyuni-salt-event-processor-0 + UNIT=${processor} ;`,
        `-/usr/bin/rm -f ${system}/multi-user.target.wants/${processor} ${system}/default.target.wants/${processor}`,
        `-${touched} /usr/bin/systemctl stop ${processor} ;`,
        `-${touched} /usr/bin/podman rm --force --ignore -t 10 uyuni-salt-event-processor-0 ;`,
        `-/usr/bin/rm -f ${conf}`,
        `-/usr/bin/rm -f ${unitFile}`,
        `-/usr/bin/rm -f ${besideRecover} ${besideConf} ${besideUnit}`,
        `-/usr/bin/rmdir --ignore-fail-on-non-empty ${folder}`,
        "-/usr/bin/systemctl daemon-reload",
        `-/usr/bin/systemctl reset-failed ${processor}`,
        `/usr/bin/rm -f ${besideRecover} ${besideConf} ${besideUnit}`,
        `/usr/bin/test ! -e ${conf}`,
        `/usr/bin/test ! -e ${unitFile}`,
        `/usr/bin/test ! -L ${system}/multi-user.target.wants/${processor}`,
        `/usr/bin/test ! -L ${system}/default.target.wants/${processor}`,
        `-/usr/bin/sync ${system}`,
        `/usr/bin/rm -f ${RECOVER_PATH}`,
        `-/usr/bin/sync ${system}`,
        `-/usr/bin/rm -f ${link}`,
        "-/usr/bin/systemctl daemon-reload",
    ]);
});

QUnit.test("phases come in order, and every step is a program with a title", (assert) => {
    const order = ["pull", "arm", "change", "check", "commit"];
    const { steps, rollback, guards } = plan();
    const phases = steps.map(({ phase }) => order.indexOf(phase));
    assert.deepEqual(phases, [...phases].sort());
    for (const { argv, title } of [...steps, ...rollback, ...guards]) {
        assert.true(argv[0].startsWith("/usr/bin/"), argv[0]);
        assert.notStrictEqual(inEnglish(title), "");
        assert.false(/\/(ba|da)?sh$/.test(argv[0]));
    }
});

QUnit.test("the new container is checked", (assert) => {
    const state = host({ podman: known(podman({ containers: [container("uyuni-server")] })) });
    const told = facts({ image: { image, architectures: [], healthCheck: true } });
    const check = plan(intent(), state, told).steps.filter(({ phase }) => phase === "check");
    const sql = check[4]?.argv.at(-1) ?? "";
    assert.deepEqual(
        commands(check).map((command) =>
            command.replace(sql, "SQL").replace(/--format .* uyuni/, "--format F uyuni"),
        ),
        [
            "~/usr/bin/timeout 180 /usr/bin/podman wait --condition=healthy --condition=unhealthy uyuni-salt-event-processor-0",
            `/usr/bin/cp -fT /run/${processor}.ctr-id ${directory}/container-id`,
            "/usr/bin/podman container inspect --format F uyuni-salt-event-processor-0",
            "/usr/bin/podman container inspect --format F uyuni-salt-event-processor-0",
            "/usr/bin/timeout --signal=KILL 90 /usr/bin/podman exec --user postgres uyuni-db /usr/bin/psql -X -U postgres -d susemanager -v ON_ERROR_STOP=1 -tAc SQL",
            `/usr/bin/cmp -s ${directory}/container-id /run/${processor}.ctr-id`,
            "/usr/bin/podman container inspect --format F uyuni-salt-event-processor-0",
            `/usr/bin/systemctl is-active --quiet ${processor}`,
        ],
    );
    assert.true(sql.includes("client_addr <> inet '10.89.0.5'"));
    const away = plan(intent({ databaseHost: "pg.example.com" })).steps;
    assert.true(commands(away).includes("/usr/bin/sleep 15"));
    assert.false(commands(away).some((command) => command.includes("psql")));
});

QUnit.test("a wait for health decides nothing where nobody knows of a health check", (assert) => {
    const wait =
        "/usr/bin/timeout 180 /usr/bin/podman wait --condition=healthy --condition=unhealthy uyuni-salt-event-processor-0";
    const first = (given = facts()) =>
        commands(plan(intent(), host(), given).steps.filter(({ phase }) => phase === "check"))[0];
    const told = (of: string, healthCheck: boolean | null) =>
        facts({ image: { image: of, architectures: [], healthCheck } });
    const tried = `~/usr/bin/find / -maxdepth 0 -exec ${wait} ;`;
    assert.strictEqual(first(), tried);
    assert.strictEqual(first(told(image, null)), tried);
    assert.strictEqual(first(told(`${image}.1`, true)), tried, "told of another one");
    assert.strictEqual(first(told(image, true)), `~${wait}`);
    // What find is run for: podman's refusal is not its own.
    const [program = "", ...rest] = tried.slice(1).replace(wait, "/usr/bin/false").split(" ");
    assert.strictEqual(spawnSync(program, rest).status, 0);
});

QUnit.test("an address that is none does not get into SQL", (assert) => {
    const networks = [{ name: "uyuni", address: "1.2.3.4'; DROP TABLE x; --" }];
    const state = host({ podman: known(podman({ containers: [container("uyuni-server", { networks })] })) });
    assert.false(JSON.stringify(plan(intent(), state).steps).includes("DROP"));
});

QUnit.test("the pull policy decides about the pull", (assert) => {
    const local = host({ podman: known(podman({ images: [localImageState(image)] })) });
    const pulls = (policy: "Always" | "IfNotPresent" | "Never", state = host()) => {
        const outcome = planSetUp(intent({ pullPolicy: policy }), state, facts({ watching: "no-curl" }), {
            id,
        });
        return "plan" in outcome
            ? commands(outcome.plan.steps).filter((step) => step.includes(" pull ")).length
            : "refused";
    };
    assert.strictEqual(pulls("Always"), 1);
    assert.strictEqual(pulls("Always", local), 1);
    assert.strictEqual(pulls("IfNotPresent"), 1);
    assert.strictEqual(pulls("IfNotPresent", local), 0);
    assert.strictEqual(pulls("Never"), "refused");
    assert.strictEqual(pulls("Never", local), 0);
    assert.strictEqual(plan().steps[0]?.progress, "image-pull");
});

QUnit.test("a digest is pulled as a digest", (assert) => {
    const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
    const [watched] = plan(intent({ image: `${image}@${digest}` })).steps;
    assert.true(watched?.argv.at(-1)?.endsWith(`&tag=${encodeURIComponent(digest)}`));
});

QUnit.test("changing the image keeps what can be kept", (assert) => {
    const first = plan();
    const files = first.files.map(({ path, after }) => ({ path, text: after, mode: "0600" }));
    const running = [
        unit("uyuni-db.service"),
        unit(processor, { activeState: "activating", unitFileState: "enabled" }),
    ];
    const next = plan(
        intent({ image: image.replace("5.2.0", "5.2.1") }),
        host({}, running),
        facts({ files }),
    );
    assert.deepEqual(
        next.files.map(({ path }) => path),
        [conf],
        "the unit is as it should be",
    );
    assert.deepEqual(commands(next.guards), [
        isNoRecovery,
        isNoMgradm,
        `/usr/bin/cmp -s ${directory}/before/0 ${conf}`,
        `/usr/bin/cmp -s ${directory}/before/1 ${unitFile}`,
        "/usr/bin/systemctl is-active --quiet uyuni-db.service",
    ]);
    assert.deepEqual(
        next.staged.map(({ name }) => name),
        ["new/0", "before/0", "before/1", "recover.service"],
    );
    const back = commands(next.rollback);
    assert.strictEqual(
        back[back.indexOf(`-/usr/bin/systemctl start ${processor}`) - 1],
        "/usr/bin/systemctl daemon-reload",
        "nothing starts with the new files still loaded, should the first reload be killed",
    );
    const looks = back.slice(back.indexOf(`/usr/bin/systemctl start ${processor}`), -1);
    assert.true(
        looks[1]?.startsWith("/usr/bin/podman ps --all --filter name=^uyuni-salt-event-processor-0$ "),
        "it runs again, and is not of the new image, whatever became of the steps before",
    );
    assert.true(back.some((command) => command.includes(`install -m 0600 -T ${directory}/before/0`)));
    assert.false(
        back.some((command) => command.includes("multi-user.target.wants/uyuni")),
        "it was enabled before",
    );
    assert.false(back.some((command) => command.includes("podman tag")));
    assert.strictEqual(
        next.steps.find(({ argv }) => argv.includes("restart"))?.undo?.text,
        "Start $0 as it was before",
    );
});

const old = "b".repeat(64);
const [oldDigest, newDigest] = [`sha256:${"c".repeat(64)}`, `sha256:${"d".repeat(64)}`];
const [repository = ""] = image.split(":");

/** A change to what the registry has under the tag by now. */
function movingTag(
    digest: string | undefined,
    policy: "Always" | "Never" = "Always",
    local: ImageState = { ...localImageState(image, old), digests: [`${repository}@${oldDigest}`] },
) {
    const files = plan().files.map(({ path, after }) => ({ path, text: after }));
    const state = host({ podman: known(podman({ images: [local] })) });
    const told = { image, architectures: [], ...(digest !== undefined && { digest }) };
    return plan(intent({ pullPolicy: policy }), state, facts({ files, image: told, watching: "no-curl" }));
}

QUnit.test("a tag that has moved in the registry is moved here when there is a way back", (assert) => {
    const { steps, rollback, guards } = movingTag(newDigest);
    const of = (wanted: string) => commands(steps.filter(({ phase }) => phase === wanted));
    assert.deepEqual(of("pull").slice(0, 3), [
        `/usr/bin/podman pull ${repository}@${newDigest}`,
        flush,
        `/usr/bin/podman tag ${old} ${repository}:pinned-cccccccccccc`,
    ]);
    assert.true(of("pull").includes("/usr/bin/systemctl is-active --quiet uyuni-db.service"));
    const isSame = `/usr/bin/podman image inspect --format {{if ne .ID "${old}"}}{{index "" 0}}{{end}} ${image}`;
    assert.strictEqual(of("pull").at(-1), isSame);
    assert.strictEqual(commands(guards).at(-1), isSame);
    assert.deepEqual(of("change").slice(0, 2), [
        `/usr/bin/podman tag ${repository}@${newDigest} ${image}`,
        `/usr/bin/touch ${directory}/touched`,
    ]);
    const back = commands(rollback);
    const given = back.indexOf(`-/usr/bin/podman tag ${old} ${image}`);
    const made = back.indexOf(`/usr/bin/podman tag ${old} ${image}`);
    assert.true(given >= 0 && given < made, "tried, and then made sure of");
    assert.false(
        back.slice(0, made).some((command) => command.includes("systemctl start")),
        "nothing starts while the name may mean the new image",
    );
});

QUnit.test(
    "a tag of which the registry does not tell the digest is pulled when there is a way back",
    (assert) => {
        for (const digest of [undefined, "", "--help", "sha256:1"]) {
            const { steps } = movingTag(digest);
            const all = commands(steps);
            const pull = all.indexOf(`/usr/bin/podman pull ${image}`);
            assert.true(pull > all.indexOf(`/usr/bin/sync /etc/systemd/system`), "armed before");
            assert.strictEqual(all[pull - 1], `/usr/bin/podman tag ${old} ${repository}:pinned-cccccccccccc`);
            assert.strictEqual(
                steps[pull - 1]?.phase,
                "change",
                "a cut in the pull is one of an operation that has begun",
            );
            const touching = all.indexOf(`/usr/bin/touch ${directory}/touched`);
            assert.true(pull < touching, "a pull that fails leaves alone what runs");
            assert.deepEqual(all.slice(pull + 1, touching), [
                flush,
                isNoMgradm,
                `/usr/bin/cmp -s ${directory}/before/0 ${conf}`,
                `/usr/bin/cmp -s ${directory}/before/1 ${unitFile}`,
                "/usr/bin/systemctl is-active --quiet uyuni-db.service",
            ]);
            assert.false(all.slice(pull + 1).some((command) => command.includes("podman tag")));
        }
    },
);

QUnit.test("what stops a service in a roll-back does so only once it has been touched", (assert) => {
    const stopping = commands(movingTag(newDigest).rollback).filter((command) =>
        /systemctl stop|podman rm|podman logs/.test(command),
    );
    assert.strictEqual(stopping.length, 3);
    for (const command of stopping) assert.true(command.startsWith(`-${touched} `), command);
});

QUnit.test(
    "a tag that has not moved stays where it is, and nothing else is given to another image",
    (assert) => {
        const tagging = (made: ReturnType<typeof movingTag>) =>
            commands([...made.steps, ...made.rollback]).filter((step) => step.includes("podman tag"));
        assert.deepEqual(tagging(movingTag(oldDigest)), []);
        assert.deepEqual(tagging(movingTag(newDigest, "Never")), []);
        assert.deepEqual(tagging(movingTag(newDigest, "Always", localImageState(image, "--help"))), [
            `/usr/bin/podman tag ${repository}@${newDigest} ${image}`,
        ]);
        assert.true(
            tagging(movingTag(newDigest, "Always", localImageState(image, old))).includes(
                `/usr/bin/podman tag ${old} ${repository}:pinned-bbbbbbbbbbbb`,
            ),
            "an image without a digest of its registry is kept by its id",
        );
    },
);

QUnit.test("what is not valid is said by field, and never planned", (assert) => {
    const outcome = planSetUp(
        intent({ image: "x", databaseHost: "-x", databasePort: "0", databaseName: "", healthSeconds: 9 }),
        host(),
        facts(),
        { id },
    );
    assert.true("invalid" in outcome);
    if ("invalid" in outcome)
        assert.deepEqual(Object.keys(outcome.invalid).sort(), [
            "databaseHost",
            "databaseName",
            "databasePort",
            "healthSeconds",
            "image",
        ]);
    for (const text of hostile)
        for (const changes of [
            { image: text },
            { image: `r.io/${text}:1` },
            { image: `r.io/a:${text}` },
            { image: `r.io/a@sha256:${text}` },
            { databaseHost: text },
            { databasePort: text },
            { databaseName: text },
        ])
            assert.true(
                "invalid" in planSetUp(intent(changes), host(), facts(), { id }),
                JSON.stringify(changes),
            );
    for (const healthSeconds of [9, 3601, 1.5, NaN, Infinity])
        assert.true("invalid" in planSetUp(intent({ healthSeconds }), host(), facts(), { id }));
    for (const bad of ["", "0123456789AB", "0123456789ab\n", "../../../../x", "0123456789abc"])
        assert.throws(() => planSetUp(intent(), host(), facts(), { id: bad }), RangeError);
});

QUnit.test("a host that is not ready is refused, with all checks", (assert) => {
    const outcome = planSetUp(intent(), host({ podman: unknown("not-installed") }), facts(), { id });
    assert.true("refused" in outcome);
    if ("refused" in outcome)
        assert.true(outcome.refused.some(({ id, result }) => id === "podman" && result === "failed"));
});

QUnit.test("the recovery unit goes the same way back, without waiting at boot", (assert) => {
    const state = host({}, [unit("uyuni-db.service"), unit(processor, { activeState: "inactive" })]);
    const { staged, rollback } = plan(intent(), state);
    const text = staged.find(({ name }) => name === "recover.service")?.text ?? "";
    const file = parseUnitFile(text);
    assert.deepEqual(values(file, "Unit", "ConditionPathExists"), [RECOVER_PATH]);
    assert.deepEqual(values(file, "Unit", "Before"), [`uyuni-db.service uyuni-server.service ${processor}`]);
    assert.deepEqual(values(file, "Service", "LogExtraFields"), [`COCKPIT_UYUNI_OPERATION=${id}`]);
    assert.deepEqual(values(file, "Install", "WantedBy"), ["multi-user.target"]);
    const expected = commands(rollback)
        .filter((command) => !/podman logs|journalctl/.test(command))
        // Whatever was touched, at boot nothing runs that has to be left alone.
        .map((command) => command.replace(`${touched} `, "").replace(/ ;$/, ""))
        .slice(0, -1);
    // It was enabled: the boot would have started it, had the recovery not stopped it.
    expected.splice(
        expected.findIndex((command) => command.startsWith("/usr/bin/rm")),
        0,
        // The stop of a unit removes its container; the end of the power did not.
        "/usr/bin/systemctl daemon-reload",
        `-/usr/bin/systemctl --no-block start ${processor}`,
    );
    assert.deepEqual(
        values(file, "Service", "ExecStart").map((line) => splitWords(line)?.join(" ")),
        expected,
    );
});
