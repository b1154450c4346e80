import { configuration } from "../../../uyuni/configuration.js";
import type { OverviewRow } from "../../../uyuni/views.js";
import { errorText } from "../../components/error-alert.js";
import { Phrase } from "../../components/phrase.js";
import { _ } from "../../translate.js";
import { PathText } from "../configuration/value.js";
import { fileStates, useUnitFiles } from "../files/use-unit-files.js";

/** The variable that names a service's image, and the file that sets it. */
export function SetIn({ row: { service, unit, unitState } }: { row: OverviewRow }) {
    const { files, problem } = useUnitFiles(service, unit, unitState);
    const variable = <code key="variable">{service.imageVariable}</code>;
    const value =
        files.state === "known" && unitState !== null
            ? configuration(service, unitState, fileStates(files.value)).values.find(
                  (one) => one.variable === service.imageVariable,
              )
            : undefined;
    if (problem !== null) return errorText(problem);
    if (value === undefined || value.path === null)
        return <Phrase text={_("Variable $0 of the unit")} values={[variable]} />;
    return (
        <Phrase
            text={_("Variable $0 in $1")}
            values={[variable, <PathText key="path" path={value.path} />]}
        />
    );
}
