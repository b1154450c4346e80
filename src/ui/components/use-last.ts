import { useState } from "react";

/** What was known last, while it is not known at the moment: what somebody has typed stays on the page meanwhile. */
export function useLast<T>(value: T, isKnown: boolean): T {
    const [last, setLast] = useState(value);
    if (isKnown && !Object.is(last, value)) setLast(value);
    return isKnown ? value : last;
}
