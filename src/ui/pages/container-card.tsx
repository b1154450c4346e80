import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { useId, useState } from "react";
import type { ContainerState, Known } from "../../uyuni/host-state.js";
import type { OverviewRow } from "../../uyuni/views.js";
import { Copyable } from "../components/copyable.js";
import { Fact, FactsCard } from "../components/facts.js";
import { KnownText } from "../components/known-text.js";
import { Since } from "../components/since.js";
import { StateText } from "../components/tone-icon.js";
import { _ } from "../translate.js";
import { visible } from "../visible-text.js";
import { healthWording } from "../wording.js";
import { shortId } from "./split-image.js";

interface ContainerCardProps {
    row: OverviewRow;
    container: Known<ContainerState | null>;
}

function NoContainer({ row: { status } }: { row: OverviewRow }) {
    return (
        <span className="uyuni-quiet">
            {status === "stopped"
                ? _("There is no container: the service is stopped")
                : _("There is no container")}
        </span>
    );
}

/** What podman tells of the container. */
export function ContainerCard({ row, container }: ContainerCardProps) {
    return (
        <FactsCard title={_("Container")}>
            <Fact name={_("Name")}>
                <Copyable text={row.container} what={_("container name")} />
            </Fact>
            <Fact name={_("ID")}>
                <KnownText of={container}>
                    {(value) =>
                        value === null ? (
                            <NoContainer row={row} />
                        ) : (
                            <Copyable text={value.id} short={shortId(value.id)} what={_("container ID")} />
                        )
                    }
                </KnownText>
            </Fact>
            <Fact name={_("Health")}>
                <KnownText of={container}>
                    {(value) =>
                        value === null ? <NoContainer row={row} /> : <HealthFact container={value} />
                    }
                </KnownText>
            </Fact>
            <Fact name={_("Started")}>
                <KnownText of={container}>
                    {(value) =>
                        value === null || value.startedAt === 0 ? (
                            <NoContainer row={row} />
                        ) : (
                            <Since time={value.startedAt} />
                        )
                    }
                </KnownText>
            </Fact>
        </FactsCard>
    );
}

function HealthFact({ container }: { container: ContainerState }) {
    const [open, setOpen] = useState(false);
    const output = useId();
    const log = container.healthLog.trim();
    return (
        <>
            <span role="status">
                <StateText {...healthWording(container.health)} />
            </span>
            {log !== "" && (
                <>
                    <Button
                        variant="link"
                        isInline
                        className="uyuni-aside"
                        aria-expanded={open}
                        aria-controls={output}
                        onClick={() => {
                            setOpen(!open);
                        }}
                    >
                        {open ? _("Hide the last output") : _("Show the last output")}
                    </Button>
                    <pre id={output} hidden={!open} className="uyuni-pre" dir="ltr">
                        {visible(log)}
                    </pre>
                </>
            )}
        </>
    );
}
