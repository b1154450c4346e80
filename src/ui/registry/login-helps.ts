import type { RegistryProblem } from "../../uyuni/registry-answer.js";

/** Registries say either of an image that not everyone may read. */
export const LOGIN_HELPS: ReadonlySet<RegistryProblem> = new Set(["login", "forbidden"]);
