import {
    DescriptionList,
    DescriptionListDescription,
    DescriptionListGroup,
    DescriptionListTerm,
} from "@patternfly/react-core/dist/esm/components/DescriptionList";
import { useId, type ReactNode } from "react";

/** A card with named values. */
export function FactsCard({ title, children }: { title: string; children: ReactNode }) {
    const heading = useId();
    return (
        <section className="uyuni-card" aria-labelledby={heading}>
            <h2 id={heading} className="uyuni-card-title uyuni-card-header">
                {title}
            </h2>
            <DescriptionList isHorizontal isCompact className="uyuni-facts">
                {children}
            </DescriptionList>
        </section>
    );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
    return (
        <DescriptionListGroup>
            <DescriptionListTerm>{name}</DescriptionListTerm>
            <DescriptionListDescription>{children}</DescriptionListDescription>
        </DescriptionListGroup>
    );
}
