/**
 * Runs in the module's page: makes plans and starts them with the module's own
 * code and its own connection to the host, without the clicks in between.
 */
import { connectHost } from "../../src/host/connect.js";
import { imageRows } from "../../src/uyuni/images/rows.js";
import { planCleanUp } from "../../src/uyuni/images/plan.js";
import type { Operation } from "../../src/uyuni/host-state.js";
import { inEnglish } from "../../src/uyuni/message.js";
import type { Plan } from "../../src/uyuni/plan.js";
import { planSetUp, type PullPolicy } from "../../src/uyuni/set-up.js";
import { planExport } from "../../src/uyuni/uninstall/export.js";
import { planUninstall } from "../../src/uyuni/uninstall/plan.js";
import { rowsOf } from "../../src/uyuni/uninstall/rows.js";
import type { Scope } from "../../src/uyuni/uninstall/row.js";
import { survey, type Survey } from "../../src/uyuni/uninstall/survey.js";
import type { Planned, Said, Seen } from "./answers.js";

const host = connectHost();
let current: Plan | null = null;

/** Waits until the page's state is such that `fits`. */
function state(fits: () => boolean): Promise<void> {
    return new Promise((resolve) => {
        if (fits()) {
            resolve();
            return;
        }
        const unsubscribe = host.state.subscribe(() => {
            if (!fits()) return;
            unsubscribe();
            resolve();
        });
    });
}

function isKnown(): boolean {
    const { access, units, podman, operation } = host.state.getState();
    return (
        access === "administrative" &&
        units.state === "known" &&
        podman.state === "known" &&
        operation.state === "known"
    );
}

function randomId(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) =>
        byte.toString(16).padStart(2, "0"),
    ).join("");
}

function planned(plan: Plan): Planned {
    current = plan;
    const titles = (steps: Plan["steps"]) => steps.map(({ title }) => inEnglish(title));
    return {
        id: plan.id,
        steps: titles(plan.steps),
        undo: titles(plan.rollback),
        files: plan.files.map(({ path, mode, after }) => ({ path, mode, after })),
    };
}

async function setUp(image: string, pullPolicy: PullPolicy): Promise<Planned> {
    await state(isKnown);
    const facts = await host.readSetUpFacts({ image, pullPolicy });
    const { database } = facts;
    const outcome = planSetUp(
        {
            ...{ image, pullPolicy, enable: true, debug: false, healthSeconds: 60 },
            ...{ databaseHost: database.host, databasePort: database.port, databaseName: database.name },
        },
        host.state.getState(),
        facts,
        { id: randomId() },
    );
    if ("plan" in outcome) return planned(outcome.plan);
    throw new Error(JSON.stringify(outcome));
}

async function found(measured: boolean): Promise<Survey> {
    await state(isKnown);
    const inventory = await host.readInventory();
    const sizes = measured ? await host.measureVolumes(inventory.volumes) : new Map<string, number>();
    return survey(host.state.getState(), inventory, sizes);
}

function scopeOf(services: readonly string[], { present }: Survey): Scope {
    return new Set(present.filter(({ id }) => services.includes(id)).map(({ id }) => id));
}

async function uninstall(services: readonly string[]): Promise<Planned> {
    const all = await found(false);
    const scope = scopeOf(services, all);
    return planned(planUninstall(all, host.state.getState(), scope, new Map(), randomId()).plan);
}

async function exportVolumes(services: readonly string[], names: readonly string[]): Promise<Planned> {
    const all = await found(true);
    const scope = scopeOf(services, all);
    const place = await host.readExportPlace("/var/backups/uyuni");
    const volumes = rowsOf(all, scope).filter(({ kind, name }) => kind === "volume" && names.includes(name));
    return planned(planExport(all, host.state.getState(), { scope, volumes, place }, randomId()));
}

/** Removes every image of the event processor that may go. */
async function cleanUp(): Promise<Planned> {
    const all = await found(false);
    const rows = imageRows(all, { ran: new Map(), count: 0 });
    const going = rows.filter(({ mayGo, service }) => mayGo && service?.id === "event-processor");
    return planned(planCleanUp(all, host.state.getState(), rows, going, randomId()));
}

/** What the page has said of operations, in this order, since one was started last. */
let said: Said[] = [];
let latest = "";

function noteWhatIsSaid(): void {
    const { operation } = host.state.getState();
    const value = operation.state === "known" ? operation.value : null;
    const id = value?.id ?? "";
    const phase = operation.state === "known" ? (value?.phase ?? "none") : operation.state;
    if (latest !== `${id} ${phase}`) said.push({ id, phase, at: Date.now() });
    latest = `${id} ${phase}`;
}
noteWhatIsSaid();
host.state.subscribe(noteWhatIsSaid);

async function recover(): Promise<void> {
    said = [];
    await host.recover();
}

async function start(): Promise<string> {
    if (current === null) throw new Error("There is no plan");
    said = [];
    return (await host.run(current)).outcome;
}

function isOver(operation: Operation | null): boolean {
    return operation === null || !["running", "rolling-back"].includes(operation.phase);
}

const UNSURE_MS = 15_000;

/** What the page knows of the last operation, once it takes it to be over; `unsure` only if it stays so. */
async function seen(unsure: string): Promise<Seen | null> {
    const last = () => {
        const { operation } = host.state.getState();
        return operation.state === "known" ? operation.value : null;
    };
    await state(() => isKnown() && isOver(last()));
    await Promise.race([
        state(() => isOver(last()) && last()?.phase !== unsure),
        new Promise((resolve) => setTimeout(resolve, UNSURE_MS)),
    ]);
    const operation = last();
    if (operation === null) return null;
    const { id, phase, cancelled, refused, steps } = operation;
    return { id, phase, cancelled, refused, steps: steps.map(({ status }) => status), said };
}

Object.assign(globalThis, {
    faults: { setUp, uninstall, exportVolumes, cleanUp, start, seen, recover },
});
