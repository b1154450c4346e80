/** The page's addresses: `#/`, one `#/SERVICE` for each service of the table, `#/history`, `#/images`, `#/mgradm` and `#/uninstall`. */
import { IMAGES_PAGE, MGRADM_PAGE, UNINSTALL_PAGE } from "../uyuni/plan.js";
import { isServiceId, serviceById } from "../uyuni/names.js";
import type { Task } from "../uyuni/mgradm/tool.js";
import type { Service } from "../uyuni/services.js";

export type Route =
    | { readonly page: "overview" }
    | { readonly page: "service"; readonly service: Service }
    | { readonly page: "uninstall" }
    | { readonly page: "history" }
    | { readonly page: "images" }
    | { readonly page: "mgradm" }
    | { readonly page: "unknown"; readonly address: string };

const historyPath = "history";

export function routeOf(path: readonly string[]): Route {
    const [first, ...rest] = path;
    if (first === undefined || (first === "" && rest.length === 0)) return { page: "overview" };
    if (rest.length === 0 && first === historyPath) return { page: "history" };
    if (rest.length === 0 && first === IMAGES_PAGE) return { page: "images" };
    if (rest.length === 0 && first === MGRADM_PAGE) return { page: "mgradm" };
    if (rest.length === 0 && isServiceId(first)) return { page: "service", service: serviceById(first) };
    if (rest.length === 0 && first === UNINSTALL_PAGE) return { page: "uninstall" };
    return { page: "unknown", address: `#/${path.join("/")}` };
}

export const overviewHref = "#/";

export function serviceHref(service: string): string {
    return `#/${encodeURIComponent(service)}`;
}

export const imagesHref = `#/${IMAGES_PAGE}`;

/** The page from which mgradm is run, for one of its tasks. */
export function mgradmHref(task: Task | null = null): string {
    return task === null ? `#/${MGRADM_PAGE}` : `#/${MGRADM_PAGE}?task=${task}`;
}

/** The page on which services are uninstalled, with one of them chosen or none. */
export function uninstallHref(service: string | null): string {
    const page = `#/${UNINSTALL_PAGE}`;
    return service === null ? page : `${page}?service=${encodeURIComponent(service)}`;
}

/** The page that shows an operation. */
export function operationHref({ service }: { readonly service: string }): string {
    if (service === UNINSTALL_PAGE) return uninstallHref(null);
    if (service === IMAGES_PAGE) return imagesHref;
    if (service === MGRADM_PAGE) return mgradmHref();
    return isServiceId(service) ? serviceHref(service) : overviewHref;
}

/** Operations on all services, or on one. */
export function historyHref(service: string | null = null): string {
    return service === null ? `#/${historyPath}` : `#/${historyPath}?service=${encodeURIComponent(service)}`;
}
