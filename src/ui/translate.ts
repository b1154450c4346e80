/** Words in the user's language. */
import { format, gettext, ngettext } from "../host/page.js";
import type { Message } from "../uyuni/message.js";
import { visible } from "./visible-text.js";

export { format, ngettext };
export { gettext as _ };

/** A sentence of src/uyuni in the user's language; its arguments may come from outside. */
export function translate(message: Message): string {
    return format(gettext(message.text), ...message.args.map(visible));
}
