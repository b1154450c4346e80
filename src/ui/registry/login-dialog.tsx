import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Form, FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core/dist/esm/components/Modal";
import { TextInput } from "@patternfly/react-core/dist/esm/components/TextInput";
import { useEffect, useId, useRef, useState, type RefObject } from "react";
import { AUTH_FILE, type LoginPlace } from "../../host/kept-logins.js";
import type { Message } from "../../uyuni/message.js";
import { ActionButton } from "../components/action-button.js";
import { Notice } from "../components/notice.js";
import { Phrase } from "../components/phrase.js";
import { useAccessBlock } from "../components/use-block.js";
import { FieldNote, TextField } from "../set-up/field.js";
import { _, format, translate } from "../translate.js";
import { visible, visibleLine } from "../visible-text.js";
import { useLogIn, useScc } from "./use-log-in.js";
import "../set-up/set-up.css";

interface LoginDialogProps {
    place: LoginPlace;
    /** Comes before `onClose` when somebody was logged in. */
    onDone: (() => void) | undefined;
    onClose: () => void;
}

/** Asks for user and password of a registry, and logs podman in. */
export default function LoginDialog({ place, onDone, onClose }: LoginDialogProps) {
    const [user, setUser] = useState("");
    const password = useRef<HTMLInputElement>(null);
    const blocked = useAccessBlock();
    const login = useLogIn(place, () => {
        onDone?.();
        onClose();
    });
    const scc = useScc(place);
    const close = () => {
        if (!login.running) onClose();
    };
    useEscape(close);
    const submit = () => {
        if (blocked !== null || login.running) return;
        const field = password.current;
        // It is on the page only until it is sent.
        if (field !== null && login.withPassword(user, field.value)) field.value = "";
    };
    return (
        <Modal isOpen variant="small" aria-labelledby="login-title">
            <ModalHeader
                title={format(_("Log in to $0"), visibleLine(place.registry))}
                labelId="login-title"
            />
            <ModalBody>
                <Form
                    noValidate
                    onSubmit={(event) => {
                        event.preventDefault();
                        // It may have been opened from another form.
                        event.stopPropagation();
                        submit();
                    }}
                >
                    {login.refused !== null && (
                        <Notice variant="danger" title={_("Nobody was logged in")}>
                            <p>{visible(translate(login.refused))}</p>
                        </Notice>
                    )}
                    <TextField label={_("User")} value={user} problem={login.user} onChange={setUser} />
                    <PasswordField field={password} problem={login.password} />
                    {/* Enter sends a form that has a button for it. */}
                    <button type="submit" hidden />
                    <KeptAt />
                    {scc && (
                        <div>
                            <ActionButton variant="secondary" blocked={blocked} onClick={login.withScc}>
                                {_("Use this host's SCC credentials")}
                            </ActionButton>
                        </div>
                    )}
                </Form>
            </ModalBody>
            <ModalFooter>
                <ActionButton
                    variant="primary"
                    blocked={blocked}
                    busy={login.running ? _("Logging in") : undefined}
                    onClick={submit}
                >
                    {_("Log in")}
                </ActionButton>
                <Button variant="link" isAriaDisabled={login.running} onClick={close}>
                    {_("Cancel")}
                </Button>
            </ModalFooter>
        </Modal>
    );
}

/** Before a dialog that this one was opened from hears of it, and closes as well. */
function useEscape(close: () => void): void {
    const latest = useRef(close);
    useEffect(() => {
        latest.current = close;
    });
    useEffect(() => {
        const onKeyDown = (event: KeyboardEvent) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            latest.current();
        };
        window.addEventListener("keydown", onKeyDown, { capture: true });
        return () => {
            window.removeEventListener("keydown", onKeyDown, { capture: true });
        };
    }, []);
}

function KeptAt() {
    return (
        <p className="uyuni-quiet">
            <Phrase
                text={_(
                    "Unless registries.conf names a credential helper, podman keeps the login in $0, encoded but not encrypted, for root only, until somebody logs out. mgradm and all services of this host pull with it.",
                )}
                values={[
                    <code key="file" className="uyuni-value">
                        {AUTH_FILE}
                    </code>,
                ]}
            />
        </p>
    );
}

interface PasswordFieldProps {
    field: RefObject<HTMLInputElement>;
    problem: Message | undefined;
}

/** React would write what is typed into the page's text; so it is left to the browser. */
function PasswordField({ field, problem }: PasswordFieldProps) {
    const id = useId();
    const note = useId();
    return (
        <FormGroup label={_("Password")} fieldId={id}>
            <TextInput
                ref={field}
                id={id}
                type="password"
                dir="ltr"
                autoComplete="off"
                validated={problem === undefined ? "default" : "error"}
                aria-describedby={note}
            />
            <FieldNote id={note} problem={problem}>
                {_("A token, where the registry gives tokens for this.")}
            </FieldNote>
        </FormGroup>
    );
}
