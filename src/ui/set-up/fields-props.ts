import type { Message } from "../../uyuni/message.js";
import type { PullPolicy } from "../../uyuni/set-up-intent.js";

/** What is wrong, by the field's name; of a form without it, a field is simply never there. */
export type FieldProblems = Readonly<Partial<Record<string, Message>>>;

/** Where an image comes from. */
export type ImagePlace = "registry" | "host" | "archive" | "rpm";

/** The fields of every set-up's form, as text. */
export interface ImageForm {
    readonly repository: string;
    /** A tag, or a digest (`sha256:…`). */
    readonly tag: string;
    /** Digest that is written into the unit instead of the tag; "" where the tag is. */
    readonly pinned: string;
    readonly place: ImagePlace;
    /** Path of the archive, where the image comes out of one. */
    readonly archive: string;
    readonly pullPolicy: PullPolicy;
}

export interface DatabaseForm {
    readonly databaseHost: string;
    readonly databasePort: string;
    readonly databaseName: string;
}

/** What every group of fields gets: the whole form, what is wrong with it, and a way to change it. */
export interface FieldsProps<Form> {
    form: Form;
    problems: FieldProblems;
    onChange: (form: Form) => void;
}
