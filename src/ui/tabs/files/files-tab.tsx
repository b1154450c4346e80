import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import type { WatchedFile } from "../../../host/host.js";
import { ownerOf } from "../../../uyuni/configuration.js";
import { known, type Known, type UnitState } from "../../../uyuni/host-state.js";
import { allImages } from "../../../uyuni/local-image.js";
import type { Service } from "../../../uyuni/services.js";
import { ErrorAlert } from "../../components/error-alert.js";
import type { ServiceTabProps } from "../../pages/service-tab-props.js";
import { useContainer, useRow } from "../../service-state.js";
import { useHostState } from "../../host-context.js";
import { drift } from "../../../uyuni/drift.js";
import { _ } from "../../translate.js";
import { DriftCard } from "./drift-card.js";
import { FileText } from "./file-text.js";
import { fileStates, useUnitFiles } from "./use-unit-files.js";
import "./files.css";

/** The files that a unit is made from, and whether everything that came of them still agrees. */
export default function FilesTab({ service, unit }: ServiceTabProps) {
    const row = useRow(service, unit);
    const container = useContainer(row);
    const podman = useHostState((state) => state.podman);
    const { files, problem } = useUnitFiles(service, unit, row.unitState);
    const rows = drift(service, {
        files: files.state === "known" ? known(fileStates(files.value)) : files,
        unit: known(row.unitState),
        container,
        images: allImages(podman),
    });
    return (
        <div className="uyuni-stack">
            {problem !== null && (
                <ErrorAlert
                    title={_("The files cannot be watched: what is shown of them may be out of date")}
                    error={problem}
                />
            )}
            <DriftCard service={service} unit={unit} rows={rows} />
            <Texts service={service} files={files} unit={row.unitState} />
        </div>
    );
}

interface TextsProps {
    service: Service;
    files: Known<readonly WatchedFile[]>;
    unit: UnitState | null;
}

function Texts({ service, files, unit }: TextsProps) {
    const loadedFrom = unit?.fragmentPath ?? "";
    const made = [loadedFrom, ...(unit?.dropInPaths ?? [])];
    if (files.state !== "known") return <Skeleton height="12rem" screenreaderText={_("Loading")} />;
    const present = files.value
        .filter(({ kind, path }) => kind !== "missing" && /\.(?:service|conf)$/.test(path))
        .sort(
            (one, other) =>
                order(one, loadedFrom) - order(other, loadedFrom) || (one.path < other.path ? -1 : 1),
        );
    return (
        <section className="uyuni-card" aria-label={_("Unit and drop-ins")}>
            {present.length === 0 ? (
                <p className="uyuni-quiet">{_("There are no files.")}</p>
            ) : (
                present.map((file) => (
                    <FileText
                        key={file.path}
                        file={file}
                        owner={ownerOf(service, file.path)}
                        loaded={unit?.loadState === "loaded" ? made.includes(file.path) : null}
                    />
                ))
            )}
        </section>
    );
}

function order({ path }: WatchedFile, loadedFrom: string): number {
    return path === loadedFrom || !path.includes(".d/") ? 0 : 1;
}
