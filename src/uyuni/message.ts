/**
 * A sentence for a person, not yet translated.
 *
 * This room does not know the user's language: it names the English text (a
 * gettext msgid with $0, $1 … in cockpit.format's form) and its arguments; the
 * pages translate it. Arguments are never translated, and may be hostile text.
 */
export interface Message {
    readonly text: string;
    readonly args: readonly string[];
}

/** Marks `text` for translation and binds its arguments. */
export function message(text: string, ...args: readonly string[]): Message {
    return { text, args };
}

/** The English sentence: for tests, scripts and the journal. */
export function inEnglish({ text, args }: Message): string {
    return text.replace(/\$(\d)/g, (whole, digit: string) => args[Number(digit)] ?? whole);
}
