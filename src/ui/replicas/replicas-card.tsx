import { Suspense, useState } from "react";
import { replicas, type ReplicasView } from "../../uyuni/replicas.js";
import type { Service } from "../../uyuni/services.js";
import { ActionButton } from "../components/action-button.js";
import { Fact, FactsCard } from "../components/facts.js";
import { KnownText } from "../components/known-text.js";
import { part } from "../components/part.js";
import { StateText } from "../components/tone-icon.js";
import { useChangeBlock } from "../components/use-block.js";
import { useHost, useHostState } from "../host-context.js";
import { count } from "../time.js";
import { _, ngettext, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { ReplicasNotices } from "./replicas-notices.js";

const ReplicasDialog = part(() => import("./replicas-dialog.js"));

/** How many instances mgradm counts, how many there are, and changing the number. */
export default function ReplicasCard({ service }: { service: Service }) {
    // As text, so that the card is drawn again only when something in it changes.
    useHostState((state) => JSON.stringify(replicas(service, state)));
    const view = replicas(service, useHost().state.getState());
    const [asked, setAsked] = useState<number | null>(null);
    const block = useChangeBlock();
    return (
        <>
            {view.state === "known" && (
                <ReplicasNotices service={service} view={view.value} onCount={setAsked} />
            )}
            <FactsCard title={_("Instances")}>
                <Fact name={_("mgradm counts")}>
                    <KnownText of={view}>{(value) => count(value.counted)}</KnownText>
                </Fact>
                <Fact name={_("Running")}>
                    <KnownText of={view}>{(value) => <Running view={value} />}</KnownText>
                </Fact>
                <Fact name={_("Number")}>
                    <ActionButton
                        variant="secondary"
                        blocked={block}
                        onClick={() => {
                            setAsked(view.state === "known" ? view.value.counted : 0);
                        }}
                    >
                        {_("Change the number")}
                    </ActionButton>
                </Fact>
            </FactsCard>
            {asked !== null && (
                <Suspense fallback={null}>
                    <ReplicasDialog
                        service={service}
                        count={asked}
                        onClose={() => {
                            setAsked(null);
                        }}
                    />
                </Suspense>
            )}
        </>
    );
}

function Running({ view }: { view: ReplicasView }) {
    return (
        <>
            {count(view.running)}
            {view.instances.length > 0 && (
                <ul>
                    {view.instances.map(({ unit, enabled, up }) => (
                        <li key={unit}>
                            <code className="uyuni-value">{visibleLine(unit)}</code>{" "}
                            <StateText {...(up ? running(enabled) : { word: _("Stopped"), tone: "off" })} />
                        </li>
                    ))}
                </ul>
            )}
            {view.enabledStopped.length > 0 && (
                <p className="uyuni-quiet">
                    {format(
                        ngettext(
                            "$0 instance is enabled but does not run.",
                            "$0 instances are enabled but do not run.",
                            view.enabledStopped.length,
                        ),
                        count(view.enabledStopped.length),
                    )}
                </p>
            )}
        </>
    );
}

function running(enabled: boolean) {
    return enabled
        ? ({ word: _("Running"), tone: "good" } as const)
        : ({ word: _("Running, and does not start at boot"), tone: "warning" } as const);
}
