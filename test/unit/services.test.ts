import {
    containerName,
    generatedConfPath,
    isServiceId,
    serviceById,
    serviceOfContainer,
    serviceOfUnit,
    serviceOfUnitFile,
    unitFilePath,
    unitName,
} from "../../src/uyuni/names.js";
import { services } from "../../src/uyuni/services.js";

QUnit.module("services");

const table: readonly (readonly [string, string, string, string, string])[] = [
    // id, unit of the first instance, its container, image variable, last path part of the image
    ["server", "uyuni-server.service", "uyuni-server", "UYUNI_IMAGE", "server"],
    ["db", "uyuni-db.service", "uyuni-db", "UYUNI_IMAGE", "server-postgresql"],
    [
        "event-processor",
        "uyuni-event-processor@0.service",
        "uyuni-salt-event-processor-0",
        "UYUNI_EVENT_PROCESSOR_IMAGE",
        "server-salt-event-processor",
    ],
    [
        "attestation",
        "uyuni-server-attestation@0.service",
        "uyuni-server-attestation-0",
        "UYUNI_SERVER_ATTESTATION_IMAGE",
        "server-attestation",
    ],
    [
        "hub-xmlrpc",
        "uyuni-hub-xmlrpc@0.service",
        "uyuni-hub-xmlrpc-0",
        "UYUNI_HUB_XMLRPC_IMAGE",
        "server-hub-xmlrpc-api",
    ],
    ["saline", "uyuni-saline@0.service", "uyuni-saline-0", "UYUNI_SALINE_IMAGE", "server-saline"],
    ["tftp", "uyuni-tftp.service", "uyuni-tftpd", "UYUNI_TFTPD_IMAGE", "proxy-tftpd"],
];

QUnit.test("names are those of mgradm's units", (assert) => {
    assert.deepEqual(
        services.map((service) => [
            service.id,
            unitName(service),
            containerName(service),
            service.imageVariable,
            service.imageName,
        ]),
        table.map((row) => [...row]),
    );
});

QUnit.test("units and containers lead back to their service and instance", (assert) => {
    for (const service of services) {
        const template = service.unitFile.includes("@");
        for (const instance of ["0", "17", "a@b", "x.service", "$&", "-1"]) {
            const wanted = { service, instance: template ? instance : null };
            assert.deepEqual(serviceOfUnit(unitName(service, instance)), wanted, unitName(service, instance));
            assert.deepEqual(serviceOfContainer(containerName(service, instance)), wanted);
        }
        assert.strictEqual(serviceOfUnitFile(service.unitFile), service);
    }
});

QUnit.test("other names lead nowhere", (assert) => {
    for (const name of [
        "uyuni-event-processor@.service",
        "uyuni-event-processor.service",
        "uyuni-event-processor@0.timer",
        "uyuni-server.service.d",
        "my-uyuni-server.service",
        "",
    ])
        assert.strictEqual(serviceOfUnit(name), null, name);
    for (const name of [
        "uyuni-salt-event-processor-",
        "uyuni-salt-event-processor",
        "uyuni-server2",
        "uyuni-tftp",
        "",
    ])
        assert.strictEqual(serviceOfContainer(name), null, name);
    assert.strictEqual(serviceOfUnitFile("uyuni-saline@0.service"), null);
});

QUnit.test("ids, paths and dependencies", (assert) => {
    assert.true(isServiceId("event-processor"));
    assert.false(isServiceId("events"));
    const processor = serviceById("event-processor");
    assert.strictEqual(unitFilePath(processor), "/etc/systemd/system/uyuni-event-processor@.service");
    assert.strictEqual(
        generatedConfPath(processor),
        "/etc/systemd/system/uyuni-event-processor@.service.d/generated.conf",
    );
    assert.deepEqual(processor.replicas, { kind: "fixed", max: 1 });
    assert.strictEqual(processor.hostname, "uyuni-server-event-processor-%i.mgr.internal");
    assert.deepEqual(
        processor.secrets.map(({ secret, use }) => [secret, use]),
        [
            ["uyuni-db-user", { variable: "db_user" }],
            ["uyuni-db-pass", { variable: "db_password" }],
        ],
    );
    for (const { wants, after } of services)
        assert.true(
            wants.every((id) => after.includes(id)),
            "what is pulled in is waited for",
        );
});
