import { Suspense, useState } from "react";
import type { LoginPlace } from "../../host/kept-logins.js";
import { HostError } from "../../host/problem.js";
import { logOut, NOT_PODMANS } from "../../host/registry-login.js";
import { ActionButton } from "../components/action-button.js";
import { ErrorAlert, errorText } from "../components/error-alert.js";
import { part } from "../components/part.js";
import { useAction } from "../components/use-action.js";
import { useAccessBlock } from "../components/use-block.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { refreshLogin, useLogin } from "./logins.js";

const LoginDialog = part(() => import("./login-dialog.js"));

interface RegistryLoginProps {
    place: LoginPlace;
    /** Somebody was logged in, or out. */
    onChange?: () => void;
}

/** Who podman is logged in as to an image's registry, logging in, and logging out. */
export function RegistryLogin({ place, onChange }: RegistryLoginProps) {
    const [asked, setAsked] = useState(false);
    const blocked = useAccessBlock();
    const login = useLogin(place);
    const leaving = useAction(async () => {
        await logOut(place);
        await refreshLogin(place);
        onChange?.();
    });
    if (login === undefined) return null;
    const registry = visibleLine(place.registry);
    const user = "user" in login ? login.user : null;
    return (
        <div>
            <span role="status">
                {"error" in login &&
                    format(
                        _("Whether podman is logged in to $0 is not known. podman said: $1"),
                        registry,
                        errorText(login.error),
                    )}
                {user !== null &&
                    format(
                        _("podman is logged in to $0 as $1, and pulls with that."),
                        registry,
                        visibleLine(user),
                    )}
            </span>{" "}
            {/* One and the same button, so that it has the focus again when the dialog is closed. */}
            <ActionButton
                variant="link"
                isInline
                blocked={blocked}
                busy={leaving.running ? _("Logging out") : undefined}
                onClick={() => {
                    if (user === null) setAsked(true);
                    else leaving.run();
                }}
            >
                {format(user === null ? _("Log in to $0") : _("Log out of $0"), registry)}
            </ActionButton>
            {leaving.error !== null && (
                <ErrorAlert
                    title={_("Logging out failed")}
                    error={explained(leaving.error)}
                    onClose={leaving.dismiss}
                />
            )}
            {asked && (
                <Suspense fallback={null}>
                    <LoginDialog
                        place={place}
                        onDone={onChange}
                        onClose={() => {
                            setAsked(false);
                        }}
                    />
                </Suspense>
            )}
        </div>
    );
}

/** In words for a person, where the machine has none. */
function explained(error: unknown): unknown {
    if (!(error instanceof HostError) || error.problem !== NOT_PODMANS) return error;
    return new Error(
        format(
            _(
                "podman found this login in $0, which is not its own file. Log out with docker, or edit the file.",
            ),
            visibleLine(error.message),
        ),
    );
}
