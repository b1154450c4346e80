import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import { Suspense, useState } from "react";
import { hostNow } from "../../host/clock.js";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { location } from "../../host/page.js";
import { containerName, unitName } from "../../uyuni/names.js";
import type { Service } from "../../uyuni/services.js";
import { ActionButton } from "../components/action-button.js";
import { part } from "../components/part.js";
import { UnitLabel } from "../components/unit-label.js";
import { useChangeBlock } from "../components/use-block.js";
import { useLast } from "../components/use-last.js";
import { useUnitJob } from "../components/use-unit-job.js";
import { useHostState, useOperation } from "../host-context.js";
import { isRunning } from "../operation/progress.js";
import { NewerBadge, VersionNotice } from "../registry/parts.js";
import { historyHref, uninstallHref } from "../routes.js";
import { chosenUnit, isInstalled, unitsOf, useRow } from "../service-state.js";
import { _, translate } from "../translate.js";
import { InstanceBar } from "./instance-bar.js";
import { UnitsUnknown } from "./no-server.js";
import { NotInstalled } from "./not-installed.js";
import { NotSetUp } from "./not-set-up.js";
import { PodmanNotice } from "./podman-notice.js";
import { ServiceTabs } from "./service-tabs.js";
import { openSetUp, SetUpEntry } from "./set-up-entry.js";
import { SurplusAlert } from "./surplus-alert.js";
import { UnitActions, UnitJobError } from "./unit-actions.js";
import { UnitNotices } from "./unit-notices.js";

const OperationView = part(() => import("../operation/operation-view.js"));

/** Everything about one service of the table. */
export function ServicePage({ service }: { service: Service }) {
    const unitsWhy = useHostState(({ units }) => (units.state === "unknown" ? units.why : null));
    const installed = useHostState((state) => isInstalled(state, service));
    const last = useLast(installed, installed !== undefined);
    return (
        <>
            {unitsWhy !== null && <UnitsUnknown why={unitsWhy} />}
            {unitsWhy === null && service.replicas.kind === "fixed" && <SurplusAlert service={service} />}
            {last === undefined && unitsWhy === null && <PageSkeleton service={service} />}
            {last === true && (
                // What is open stays open while nothing is known: somebody may be typing into it.
                <div className="uyuni-stack" hidden={unitsWhy !== null}>
                    <InstalledService service={service} />
                </div>
            )}
            {last === false && unitsWhy === null && <AbsentService service={service} />}
            {last !== undefined && service.files !== null && <SetUpEntry service={service} />}
        </>
    );
}

function AbsentService({ service }: { service: Service }) {
    const busy = useHostState(
        ({ operation }) =>
            operation.state === "known" &&
            operation.value?.service === service.id &&
            isRunning(operation.value),
    );
    if (service.files === null) return <NotInstalled service={service} />;
    return (
        <>
            {busy && <h1 className="uyuni-title">{translate(service.title)}</h1>}
            <ServiceOperation service={service} />
            {!busy && <NotSetUp service={service} />}
        </>
    );
}

function PageSkeleton({ service }: { service: Service }) {
    return (
        <>
            <h1 className="uyuni-title">{translate(service.title)}</h1>
            <div className="uyuni-card" aria-busy="true">
                <Skeleton height="10rem" screenreaderText={_("Loading")} />
            </div>
        </>
    );
}

/** For how long an operation that went well stays on the page. */
const SUCCESS_SHOWN_MS = 24 * 60 * 60 * 1000;

/** The operation on this service that runs, or the last one. */
function ServiceOperation({ service }: { service: Service }) {
    const operation = useOperation();
    const [opened] = useState(hostNow);
    if (operation?.service !== service.id) return null;
    // When one ended whose host was cut off in its last steps is not known.
    const last = Math.max(operation.startedAt, operation.endedAt);
    if (operation.phase === "succeeded" && last < opened - SUCCESS_SHOWN_MS) return null;
    return (
        <Suspense fallback={<Skeleton height="4rem" screenreaderText={_("Loading")} />}>
            <OperationView
                key={operation.id}
                operation={operation}
                unit={unitName(service)}
                container={containerName(service)}
            />
        </Suspense>
    );
}

function InstalledService({ service }: { service: Service }) {
    const instance = useStore(location, ({ options }) => options["instance"]);
    const isKnown = useHostState((state) => state.units.state === "known");
    const units = useLast(useHostState(useShallow((state) => unitsOf(state, service))), isKnown);
    const name = chosenUnit(service, units, instance);
    const row = useRow(service, name);
    const job = useUnitJob(...units);
    return (
        <>
            <div className="uyuni-header">
                <h1 className="uyuni-title">{translate(service.title)}</h1>
                <UnitLabel row={row} />
                <Suspense fallback={null}>
                    <NewerBadge row={row} />
                </Suspense>
                <div className="uyuni-header-actions">
                    {service.files !== null && <a href={historyHref(service.id)}>{_("History")}</a>}
                    <UnitActions service={service} units={units} job={job} />
                    {service.files !== null && <SetUpAgain service={service} />}
                    <UninstallLink service={service} />
                </div>
            </div>
            {units.length > 1 && <InstanceBar service={service} units={units} shown={name} />}
            <UnitJobError service={service} job={job} />
            <ServiceOperation service={service} />
            <UnitNotices row={row} />
            <Suspense fallback={null}>
                <VersionNotice service={service} />
            </Suspense>
            <PodmanNotice />
            <ServiceTabs service={service} unit={name} />
        </>
    );
}

function UninstallLink({ service }: { service: Service }) {
    return (
        <Button variant="link" isDanger component="a" href={uninstallHref(service.id)}>
            {_("Uninstall")}
        </Button>
    );
}

function SetUpAgain({ service }: { service: Service }) {
    const blocked = useChangeBlock();
    return (
        <ActionButton
            variant="tertiary"
            blocked={blocked}
            onClick={() => {
                openSetUp(service);
            }}
        >
            {_("Set up again")}
        </ActionButton>
    );
}
