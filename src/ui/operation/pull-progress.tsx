import { Progress, ProgressMeasureLocation } from "@patternfly/react-core/dist/esm/components/Progress";
import { Spinner } from "@patternfly/react-core/dist/esm/components/Spinner";
import type { PullProgress } from "../../host/host.js";
import { count, percent } from "../time.js";
import { _, format, ngettext } from "../translate.js";
import { visible } from "../visible-text.js";
import { pulledBytes } from "./pulled-bytes.js";

/** The bytes of a pull, summed over its layers. */
export function PullProgressBar({ progress }: { progress: PullProgress | null }) {
    if (progress === null) {
        return (
            <p className="uyuni-pull">
                <Spinner size="md" aria-valuetext={_("Asking the registry")} /> {_("Asking the registry …")}
            </p>
        );
    }
    const { total, layers, layersDone, error } = progress;
    const part = total > 0 ? Math.min(1, progress.bytes / total) : 0;
    return (
        <div className="uyuni-pull">
            {total > 0 ? (
                <Progress
                    value={Math.floor(part * 100)}
                    aria-label={_("Progress of the image")}
                    measureLocation={ProgressMeasureLocation.none}
                />
            ) : (
                <Spinner size="md" aria-valuetext={_("The image is being pulled")} />
            )}
            <p className="uyuni-pull-figures">
                <span>{pulledBytes(progress)}</span>
                {total > 0 && <span>{percent(Math.floor(part * 100) / 100)}</span>}
                {layers > 0 && (
                    <span>
                        {format(
                            ngettext("$0 of $1 layer done", "$0 of $1 layers done", layers),
                            count(layersDone),
                            count(layers),
                        )}
                    </span>
                )}
            </p>
            {error !== "" && <p className="uyuni-machine-text">{visible(error)}</p>}
        </div>
    );
}
