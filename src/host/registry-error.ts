import { inEnglish } from "../uyuni/message.js";
import { registrySentence, type RegistryFailure } from "../uyuni/registry-answer.js";
import { HostError } from "./problem.js";

/** A registry could not be asked, or refused. */
export class RegistryError extends HostError {
    constructor(
        /** Host and port. */
        readonly registry: string,
        readonly failure: RegistryFailure,
    ) {
        super("registry", inEnglish(registrySentence(registry, failure)));
        this.name = "RegistryError";
    }
}
