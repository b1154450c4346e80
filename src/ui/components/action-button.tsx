import { Button, type ButtonProps } from "@patternfly/react-core/dist/esm/components/Button";
import { useId, useRef, type ReactNode } from "react";
import { Tip } from "./tip.js";

interface ActionButtonProps {
    variant: NonNullable<ButtonProps["variant"]>;
    onClick: () => void;
    /** Why it cannot be pressed now; null when it can. */
    blocked: string | null;
    /** The action runs: what it is doing, for screen readers. */
    busy?: string | undefined;
    isDanger?: boolean;
    /** In a text, without room of its own around it. */
    isInline?: boolean;
    /** What it does to others, while it can be pressed. */
    hint?: string | undefined;
    children: ReactNode;
}

/**
 * A button that, when it cannot be pressed, can still be reached and tells why.
 * It is one and the same element all the while, so it keeps the focus.
 */
export function ActionButton({
    variant,
    onClick,
    blocked,
    busy,
    isDanger = false,
    isInline = false,
    hint,
    children,
}: ActionButtonProps) {
    const note = blocked ?? hint ?? null;
    const reason = useId();
    const button = useRef<HTMLButtonElement>(null);
    return (
        <>
            <Button
                ref={button}
                variant={variant}
                isDanger={isDanger}
                isInline={isInline}
                onClick={onClick}
                isAriaDisabled={blocked !== null || busy !== undefined}
                {...(note !== null && { "aria-describedby": reason })}
                {...(busy !== undefined && { isLoading: true, spinnerAriaValueText: busy })}
            >
                {children}
            </Button>
            {note !== null && (
                <>
                    <Tip triggerRef={button} content={note} aria="none" aria-live="off" />
                    <span id={reason} hidden>
                        {note}
                    </span>
                </>
            )}
        </>
    );
}
