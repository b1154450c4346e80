import type { AnsweredSource } from "../../uyuni/answered-source.js";
import { registrySentence } from "../../uyuni/registry-answer.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";

/** Which mirror answered, "" if it was none; and why others were passed over. */
export function answeredByWords({ registry, mirrorOf, passed }: AnsweredSource): {
    readonly mirror: string;
    readonly passed: readonly string[];
} {
    return {
        mirror:
            mirrorOf === null
                ? ""
                : format(
                      _("Told by $0, a mirror of $1, from which podman pulls first."),
                      visibleLine(registry),
                      visibleLine(mirrorOf),
                  ),
        passed: passed.map((one) =>
            format(
                _("A mirror is passed over, as podman does: $0"),
                visibleLine(translate(registrySentence(one.registry, one.failure))),
            ),
        ),
    };
}
