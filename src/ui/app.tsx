import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import { Suspense } from "react";
import { useStore } from "zustand";
import { location } from "../host/page.js";
import { IMAGES_PAGE, MGRADM_PAGE, UNINSTALL_PAGE } from "../uyuni/plan.js";
import { part } from "./components/part.js";
import { OverviewPage } from "./pages/overview-page.js";
import { ServicePage } from "./pages/service-page.js";
import { UnknownPage } from "./pages/unknown-page.js";
import { routeOf } from "./routes.js";
import { Shell } from "./shell.js";
import { _, translate } from "./translate.js";

const UninstallPage = part(() => import("./uninstall/uninstall-page.js"));
const HistoryPage = part(() => import("./history/history-page.js"));
const ImagesPage = part(() => import("./images/images-page.js"));
const MgradmPage = part(() => import("./mgradm/mgradm-page.js"));

/** The page that the address names. */
export function App() {
    const path = useStore(location, ({ path }) => path);
    const route = routeOf(path);
    switch (route.page) {
        case "overview":
            return (
                <Shell title={null} service={null}>
                    <OverviewPage />
                </Shell>
            );
        case "service":
            return (
                <Shell title={translate(route.service.title)} service={route.service.id}>
                    <ServicePage key={route.service.id} service={route.service} />
                </Shell>
            );
        case "uninstall":
            return (
                <Shell title={_("Uninstall")} service={UNINSTALL_PAGE}>
                    <Suspense fallback={<Skeleton height="12rem" screenreaderText={_("Loading")} />}>
                        <UninstallPage />
                    </Suspense>
                </Shell>
            );
        case "history":
            return (
                <Shell title={_("History")} service={null}>
                    <Suspense fallback={<Skeleton height="12rem" screenreaderText={_("Loading")} />}>
                        <HistoryPage />
                    </Suspense>
                </Shell>
            );
        case "images":
            return (
                <Shell title={_("Images")} service={IMAGES_PAGE}>
                    <Suspense fallback={<Skeleton height="12rem" screenreaderText={_("Loading")} />}>
                        <ImagesPage />
                    </Suspense>
                </Shell>
            );
        case "mgradm":
            return (
                <Shell title="mgradm" service={MGRADM_PAGE}>
                    <Suspense fallback={<Skeleton height="12rem" screenreaderText={_("Loading")} />}>
                        <MgradmPage />
                    </Suspense>
                </Shell>
            );
        case "unknown":
            return (
                <Shell title={_("No such page")} service={null}>
                    <UnknownPage address={route.address} />
                </Shell>
            );
    }
}
