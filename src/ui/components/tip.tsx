import { Tooltip, type TooltipProps } from "@patternfly/react-core/dist/esm/components/Tooltip";

/** Tooltips belong to what they explain: the dialog that is open, or else the page's main part. */
function place(): HTMLElement {
    return (
        document.querySelector<HTMLElement>("[role=dialog]") ??
        document.querySelector("main") ??
        document.body
    );
}

export function Tip(props: Omit<TooltipProps, "appendTo" | "ref">) {
    // Never at the side, where it would lie over the neighbouring button.
    return (
        <Tooltip
            {...props}
            position="top-start"
            flipBehavior={["top-start", "bottom-start"]}
            appendTo={place}
        />
    );
}
