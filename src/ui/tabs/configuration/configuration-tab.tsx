import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import { Suspense, useState } from "react";
import type { WatchedFile } from "../../../host/host.js";
import { configuration, contests } from "../../../uyuni/configuration.js";
import type { DropInName } from "../../../uyuni/custom-conf.js";
import { ErrorAlert } from "../../components/error-alert.js";
import { part } from "../../components/part.js";
import { useHostState } from "../../host-context.js";
import type { ServiceTabProps } from "../../pages/service-tab-props.js";
import { useRow } from "../../service-state.js";
import { _, translate } from "../../translate.js";
import { fileStates, useUnitFiles } from "../files/use-unit-files.js";
import { DropInList } from "./drop-in-list.js";
import { SavedNotice } from "./saved-notice.js";
import { SecretsCard } from "./secrets-card.js";
import { VariablesCard } from "./variables-card.js";
import "./configuration.css";

const DropInDialog = part(() => import("./drop-in-dialog.js"));

/** What a service is configured with, where each value was set, and a way to change it. */
export default function ConfigurationTab(props: ServiceTabProps) {
    const { service, unit } = props;
    const { unitState } = useRow(service, unit);
    const podman = useHostState((state) => state.podman);
    const { files, problem } = useUnitFiles(service, unit, unitState);
    return (
        <div className="uyuni-stack">
            {problem !== null && (
                <ErrorAlert
                    title={_("The files cannot be watched: what is shown of them may be out of date")}
                    error={problem}
                />
            )}
            {files.state === "known" ? (
                <Configured {...props} files={files.value} />
            ) : (
                <Skeleton height="12rem" screenreaderText={_("Loading")} />
            )}
            {service.secrets.length > 0 && <SecretsCard service={service} podman={podman} />}
        </div>
    );
}

function Configured({ service, unit, files }: ServiceTabProps & { files: readonly WatchedFile[] }) {
    const { unitState } = useRow(service, unit);
    const [editing, setEditing] = useState<DropInName | null>(null);
    const [saved, setSaved] = useState<DropInName | null>(null);
    const view = unitState === null ? null : configuration(service, unitState, fileStates(files));
    return (
        <>
            {saved !== null && (
                <SavedNotice
                    key={saved}
                    service={service}
                    unit={unit}
                    name={saved}
                    onClose={() => {
                        setSaved(null);
                    }}
                />
            )}
            {view === null ? (
                <p>{_("systemd has not loaded the unit: what its files say has no effect yet.")}</p>
            ) : (
                <VariablesCard view={view} />
            )}
            <DropInList
                service={service}
                files={files}
                view={view}
                sentences={view === null ? [] : contests(view).map(({ sentence }) => translate(sentence))}
                onEdit={setEditing}
            />
            {editing !== null && (
                <Suspense fallback={null}>
                    <DropInDialog
                        service={service}
                        unit={unit}
                        name={editing}
                        files={files}
                        onSaved={() => {
                            setSaved(editing);
                        }}
                        onClose={() => {
                            setEditing(null);
                        }}
                    />
                </Suspense>
            )}
        </>
    );
}
