import { HelperTextItem } from "@patternfly/react-core/dist/esm/components/HelperText";
import { RegistryError } from "../../host/registry-error.js";
import { pullFailure } from "../../uyuni/pull-failure.js";
import { registrySentence } from "../../uyuni/registry-answer.js";
import { ActionButton } from "../components/action-button.js";
import { errorText } from "../components/error-alert.js";
import { LOGIN_HELPS } from "../registry/login-helps.js";
import { RegistryLogin } from "../registry/registry-login.js";
import { usePause } from "../registry/use-pause.js";
import { useLocated } from "../registry/use-located.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";

interface TagsFailedProps {
    registry: string;
    repository: string;
    error: unknown;
    onAgain: () => void;
}

/** Why a registry did not tell its tags, and the login that it asks for. */
export function TagsFailed({ registry, repository, error, onAgain }: TagsFailedProps) {
    const words = errorText(error);
    const found = error instanceof RegistryError ? error.failure : pullFailure(words);
    const paused = usePause([error instanceof RegistryError ? error.registry : null]);
    const asksForLogin = found !== null && LOGIN_HELPS.has(found.problem);
    const place = useLocated(`${repository}:latest`, found !== null);
    // Until it is known where registries.conf leads, the reference has to do.
    const asked = place?.registry ?? registry;
    return (
        <>
            <HelperTextItem variant="warning" screenReaderText={_("warning")} className="uyuni-machine-text">
                {found === null
                    ? format(
                          _("The tags could not be listed, but you can type one. $0 said: $1"),
                          visibleLine(registry),
                          words,
                      )
                    : format(
                          _("The tags could not be listed, but you can type one. $0"),
                          visibleLine(translate(registrySentence(asked, found))),
                      )}
            </HelperTextItem>
            <ActionButton variant="link" isInline blocked={paused} onClick={onAgain}>
                {_("Ask again")}
            </ActionButton>
            {place !== null && asksForLogin && <RegistryLogin place={place} onChange={onAgain} />}
        </>
    );
}
