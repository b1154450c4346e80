import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { services } from "../../uyuni/services.js";
import { uyuniPresence } from "../../uyuni/views.js";
import { useHostState } from "../host-context.js";
import { AllActions } from "../overview/all-actions.js";
import { AllBanner } from "../overview/all-banner.js";
import { OverviewTable } from "../overview/overview-table.js";
import { historyHref, imagesHref, mgradmHref, uninstallHref } from "../routes.js";
import { _ } from "../translate.js";
import { NoServer, UnitsUnknown } from "./no-server.js";
import { PodmanNotice } from "./podman-notice.js";
import { SurplusAlert } from "./surplus-alert.js";

/** Every service of Uyuni on this host, one a row. */
export function OverviewPage() {
    const presence = useHostState((state) => uyuniPresence(state).kind);
    const why = useHostState(({ units }) => (units.state === "unknown" ? units.why : null));
    if (why !== null) return <UnitsUnknown why={why} />;
    if (presence === "no-uyuni") return <NoServer />;
    return (
        <>
            <div className="uyuni-header">
                <h1 className="uyuni-title">{_("Uyuni")}</h1>
                <div className="uyuni-header-actions">
                    <a href={historyHref()}>{_("History")}</a>
                    <a href={imagesHref}>{_("Images")}</a>
                    <a href={mgradmHref()}>{_("Upgrade and backup")}</a>
                    {presence !== "loading" && (
                        <>
                            <AllActions />
                            <Button variant="link" isDanger component="a" href={uninstallHref(null)}>
                                {_("Uninstall")}
                            </Button>
                        </>
                    )}
                </div>
            </div>
            <AllBanner whole />
            <PodmanNotice />
            {services.map(
                (service) =>
                    service.replicas.kind === "fixed" && <SurplusAlert key={service.id} service={service} />,
            )}
            <OverviewTable loading={presence === "loading"} />
        </>
    );
}
