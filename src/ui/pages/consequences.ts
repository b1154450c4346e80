/** Whether a restart has to be asked about. */
import { services, type Service } from "../../uyuni/services.js";
import { translate } from "../translate.js";

/** What users lose meanwhile; null where nobody else needs the service, and a restart takes a moment. */
export function restartConsequence({ id, meanwhile }: Service): string | null {
    return services.some(({ wants }) => wants.includes(id)) ? translate(meanwhile) : null;
}
