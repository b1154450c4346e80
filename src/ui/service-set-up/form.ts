/** The form of an optional service's set-up: what stands in its fields before anything is checked. */
import type { ServiceFacts } from "../../host/host.js";
import { computeDefaultImage } from "../../uyuni/default-image.js";
import type { HostState } from "../../uyuni/host-state.js";
import { presentSettings } from "../../uyuni/present-settings.js";
import { replicas } from "../../uyuni/replicas.js";
import { checkServiceIntent, type ServiceIntent } from "../../uyuni/service-intent.js";
import { planServiceSetUp, serviceHealthSeconds } from "../../uyuni/service-set-up.js";
import type { Service } from "../../uyuni/services.js";
import type { DatabaseForm, ImageForm } from "../set-up/fields-props.js";
import {
    choiceOf,
    policyFor,
    prefillImage,
    serverImage,
    splitReference,
    wholeNumber,
} from "../set-up/form.js";
import type { Prefilled, SetUpKind } from "../set-up/set-up-kind.js";

/** Fields that the service does not have are there all the same, and of no account. */
export interface ServiceForm extends ImageForm, DatabaseForm {
    readonly replicas: string;
    readonly timezone: string;
    readonly fqdn: string;
    readonly healthSeconds: string;
}

type Options = Readonly<Record<string, string>>;

/** What the page's address asks for, else what is configured already, else what the host tells. */
function prefill(
    service: Service,
    options: Options,
    state: HostState,
    facts: ServiceFacts,
): Prefilled<ServiceForm> {
    const { database, fqdn, timezone } = facts.defaults;
    const present = presentSettings(service, facts.files);
    const usual = computeDefaultImage(serverImage(state), service).text;
    const named = splitReference(options["image"] ?? (present.image === "" ? usual : present.image));
    const image = prefillImage({ ...named, tag: options["tag"] ?? named.tag });
    const counted = replicas(service, state);
    const running = counted.state === "known" ? counted.value.counted : 0;
    const fromAddress = ["host", "port", "name"].some((key) => options[key] !== undefined);
    return {
        form: {
            ...image,
            pullPolicy: policyFor(image),
            replicas: options["replicas"] ?? String(Math.max(1, running)),
            databaseHost: options["host"] ?? present.databaseHost ?? database.host,
            databasePort: options["port"] ?? present.databasePort ?? database.port,
            databaseName: options["name"] ?? present.databaseName ?? database.name,
            timezone: options["timezone"] ?? present.timezone ?? timezone,
            fqdn: options["fqdn"] ?? present.fqdn ?? fqdn,
            healthSeconds: String(serviceHealthSeconds),
        },
        source: fromAddress ? "address" : present.databaseHost !== undefined ? "configured" : database.source,
    };
}

function intentOf(form: ServiceForm): ServiceIntent {
    const { databaseHost, databasePort, databaseName, timezone, fqdn } = form;
    return {
        ...choiceOf(form),
        ...{ databaseHost, databasePort, databaseName, timezone, fqdn },
        replicas: wholeNumber(form.replicas),
        healthSeconds: wholeNumber(form.healthSeconds),
    };
}

export function serviceKind(service: Service): SetUpKind<ServiceForm, ServiceFacts> {
    return {
        read: (host, form) => host.readServiceFacts(service, form && choiceOf(form)),
        prefill: (options, state, facts) => prefill(service, options, state, facts),
        problems: (form) => {
            const checked = checkServiceIntent(service, intentOf(form));
            return "invalid" in checked ? checked.invalid : {};
        },
        plan: (form, state, facts, id) => planServiceSetUp(service.id, intentOf(form), state, facts, { id }),
    };
}
