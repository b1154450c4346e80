import { entriesOf, ENTRY_FIELDS } from "../../src/host/journal-lines.js";

const { module, test } = QUnit;

const own = JSON.stringify({ MESSAGE: "Pulling", SYSLOG_IDENTIFIER: "cockpit-uyuni" });
const event = JSON.stringify({
    MESSAGE: "2026-11-26 23:00:00 container create 12ab (image=x)",
    SYSLOG_IDENTIFIER: "podman",
    PODMAN_EVENT: "create",
});

module("Lines of the journal", () => {
    test("podman's events are no output of an operation, but lines of a service", (assert) => {
        const texts = (query?: { operation: string }) =>
            entriesOf([own, event, "no JSON", own], query).map(({ text }) => text.slice(0, 7));
        assert.deepEqual(texts({ operation: "0123456789ab" }), ["Pulling", "Pulling"]);
        assert.deepEqual(texts(), ["Pulling", "2026-11", "Pulling"]);
        assert.true(ENTRY_FIELDS.includes(",PODMAN_EVENT"), "journalctl is asked for it");
    });
});
