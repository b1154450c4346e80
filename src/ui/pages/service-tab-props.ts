import type { Service } from "../../uyuni/services.js";

/** What every tab of a service's page gets. */
export interface ServiceTabProps {
    service: Service;
    /** Name of the unit that the page shows. */
    unit: string;
}
