import { Fragment, type ReactNode } from "react";

interface PhraseProps {
    /** A translated sentence with $0, $1 … */
    text: string;
    /** What stands in their places. */
    values: readonly ReactNode[];
}

/** A sentence with elements in it, in whatever order the language wants them. */
export function Phrase({ text, values }: PhraseProps) {
    return (
        <>
            {text.split(/(\$\d)/).map((part, index) => (
                // The parts of one sentence never move.
                <Fragment key={index}>{/^\$\d$/.test(part) ? values[Number(part.slice(1))] : part}</Fragment>
            ))}
        </>
    );
}
