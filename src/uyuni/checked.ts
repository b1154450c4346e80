/** The result of looking at something a person typed or a file said: the value in its proper type, or what is wrong with it. */
import type { Message } from "./message.js";

export type Checked<T> = { readonly ok: T } | { readonly error: Message };
