import type { WatchedFile } from "../../../host/host.js";
import type { FileOwner } from "../../../uyuni/configuration.js";
import { CopyButton } from "../../components/copyable.js";
import { StateText } from "../../components/tone-icon.js";
import { ownerText } from "../configuration/owner-text.js";
import { bytes } from "../../time.js";
import { _, format } from "../../translate.js";
import { visible, visibleLine } from "../../visible-text.js";

/** A region that scrolls has to be reachable with the keyboard. */
const scrollable = { role: "region", tabIndex: 0 };

interface FileTextProps {
    file: WatchedFile;
    /** systemd has made the unit from it; null where that is not known. */
    loaded: boolean | null;
    owner: FileOwner;
}

/** A file of the host as it is on disk. */
export function FileText({ file, loaded, owner }: FileTextProps) {
    const { path, text, mode, size, target } = file;
    return (
        <figure className="uyuni-file">
            <figcaption className="uyuni-file-head">
                <code className="uyuni-value">{visibleLine(path)}</code>
                <span className="uyuni-quiet">{format(_("mode $0, $1"), mode, bytes(size))}</span>
                <span className="uyuni-quiet">{format(_("belongs to $0"), ownerText(owner))}</span>
                {loaded === false && <StateText word={_("systemd has not loaded it")} tone="warning" />}
                {target !== null && (
                    <span className="uyuni-quiet">{format(_("a link to $0"), visibleLine(target))}</span>
                )}
                {text !== null && <CopyButton text={text} what={visibleLine(path)} />}
            </figcaption>
            {text === null ? (
                <p className="uyuni-quiet">{whyNoText(file)}</p>
            ) : (
                <div className="uyuni-scroll" aria-label={visibleLine(path)} {...scrollable}>
                    <pre dir="ltr">{visible(text)}</pre>
                </div>
            )}
        </figure>
    );
}

function whyNoText({ error, binary, kind }: WatchedFile): string {
    if (error !== null) return format(_("It cannot be read: $0"), visible(error.message));
    if (binary) return _("It has bytes that are no text.");
    if (kind === "link") return _("It leads to nothing.");
    return kind === "directory" ? _("It is a folder.") : _("It is no file.");
}
