import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import { Suspense, type ElementType } from "react";
import { useStore } from "zustand";
import { location } from "../../host/page.js";
import { part } from "../components/part.js";
import { serviceHref } from "../routes.js";
import { _, translate } from "../translate.js";
import type { ServiceTabProps } from "./service-tab-props.js";
import { StatusTab } from "./status-tab.js";

interface ServiceTab {
    /** In the address: `#/SERVICE?tab=ID`. */
    readonly id: string;
    readonly title: () => string;
    readonly Content: ElementType<ServiceTabProps>;
}

const tabs: readonly ServiceTab[] = [
    { id: "status", title: () => _("Status"), Content: StatusTab },
    { id: "image", title: () => _("Image"), Content: part(() => import("../tabs/image/image-tab.js")) },
    {
        id: "configuration",
        title: () => _("Configuration"),
        Content: part(() => import("../tabs/configuration/configuration-tab.js")),
    },
    { id: "logs", title: () => _("Logs"), Content: part(() => import("../tabs/logs/logs-tab.js")) },
    { id: "files", title: () => _("Files"), Content: part(() => import("../tabs/files/files-tab.js")) },
];

/** The parts of a service's page; a bar to choose among them where there is more than one. */
export function ServiceTabs(props: ServiceTabProps) {
    const chosen = useStore(location, ({ options }) => options["tab"]);
    const instance = useStore(location, ({ options }) => options["instance"]);
    const tab = tabs.find(({ id }) => id === chosen) ?? tabs[0];
    if (tab === undefined) return null;
    return (
        <>
            {tabs.length > 1 && (
                <nav className="uyuni-tabs" aria-label={translate(props.service.title)}>
                    {tabs.map(({ id, title }) => (
                        <a
                            key={id}
                            href={`${serviceHref(props.service.id)}?tab=${id}${instance === undefined ? "" : `&instance=${encodeURIComponent(instance)}`}`}
                            aria-current={id === tab.id ? "page" : undefined}
                        >
                            {title()}
                        </a>
                    ))}
                </nav>
            )}
            <Suspense fallback={<Skeleton height="12rem" screenreaderText={_("Loading")} />}>
                <tab.Content key={tab.id} {...props} />
            </Suspense>
        </>
    );
}
