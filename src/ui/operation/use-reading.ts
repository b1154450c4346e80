import { useEffect, useState } from "react";

export type Reading<T> =
    | { readonly state: "reading" }
    | { readonly state: "known"; readonly value: T }
    | { readonly state: "failed"; readonly error: unknown };

const READING = { state: "reading" } as const;

/** What `read` answers for `key`; once for each. `read` stays the same. */
export function useReading<T>(read: (key: string) => Promise<T>, key: string): Reading<T> {
    const [found, setFound] = useState<{ of: string; reading: Reading<T> } | null>(null);
    useEffect(() => {
        let current = true;
        const give = (reading: Reading<T>) => {
            if (current) setFound({ of: key, reading });
        };
        read(key).then(
            (value) => {
                give({ state: "known", value });
            },
            (error: unknown) => {
                give({ state: "failed", error });
            },
        );
        return () => {
            current = false;
        };
    }, [read, key]);
    return found?.of === key ? found.reading : READING;
}
