import { known, type HostState, type PodmanState } from "../../uyuni/host-state.js";
import type { Service } from "../../uyuni/services.js";
import { otherProcessors, type OtherProcessor } from "../../uyuni/singleton.js";
import { ActionButton } from "../components/action-button.js";
import { ErrorAlert } from "../components/error-alert.js";
import { Notice } from "../components/notice.js";
import { useAction } from "../components/use-action.js";
import { useChangeBlock } from "../components/use-block.js";
import { useHost, useHostState } from "../host-context.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";

type OtherOf<K extends OtherProcessor["kind"]> = Extract<OtherProcessor, { kind: K }>;

const unseen: PodmanState = {
    version: "",
    architecture: "",
    storage: { path: "", free: 0, size: 0 },
    containers: [],
    images: [],
    hasAllImages: false,
    secrets: [],
    networks: [],
};

/** While podman cannot be asked, what systemd tells alone is worth an alert. */
function others(state: HostState): readonly OtherProcessor[] {
    const podman = state.podman.state === "known" ? state.podman : known(unseen);
    const found = otherProcessors({ ...state, podman });
    if (found.state !== "known") return [];
    const instances = new Set(found.value.filter(({ kind }) => kind === "instance").map(({ name }) => name));
    // Of an instance that is named already, the container needs no alert of its own.
    return found.value.filter((other) => other.kind === "instance" || !instances.has(other.unit));
}

/** Any instance or container beside the one that there may be: named, with a way out. */
export function SurplusAlert({ service }: { service: Service }) {
    // As text, so that the page is drawn again only when something in it changes.
    const found = useHostState((state) => JSON.stringify(others(state)));
    const host = useHost();
    if (found === "[]") return null;
    return others(host.state.getState()).map((other) =>
        other.kind === "instance" ? (
            <OtherInstance key={other.name} service={service} instance={other} />
        ) : (
            <OtherContainer key={other.name} service={service} container={other} />
        ),
    );
}

function consequence(): string {
    return _(
        "The order of Salt's events is kept only inside one process. With a second one, events of one client may be worked off in the wrong order.",
    );
}

function instanceState({ active, enabled }: OtherOf<"instance">): string {
    if (active) return enabled ? _("It is active, and starts when the host boots.") : _("It is active.");
    return _("It is stopped, but starts when the host boots.");
}

function OtherInstance({ service, instance }: { service: Service; instance: OtherOf<"instance"> }) {
    const host = useHost();
    const remove = useAction(() => host.remove(instance.name));
    const blocked = useChangeBlock();
    const name = visibleLine(instance.name);
    const short = name.replace(/\.service$/, "");
    return (
        <>
            <Notice
                variant="danger"
                title={format(_("There is a second $0: $1"), translate(service.title), name)}
                actions={
                    <ActionButton
                        variant="danger"
                        blocked={blocked}
                        busy={remove.running ? format(_("Stopping $0"), short) : undefined}
                        onClick={remove.run}
                    >
                        {format(_("Stop and disable $0"), short)}
                    </ActionButton>
                }
            >
                <p>{instanceState(instance)}</p>
                <p>{consequence()}</p>
            </Notice>
            {remove.error !== null && (
                <ErrorAlert
                    title={format(_("$0 could not be stopped"), name)}
                    error={remove.error}
                    onClose={remove.dismiss}
                />
            )}
        </>
    );
}

function OtherContainer({ service, container }: { service: Service; container: OtherOf<"container"> }) {
    const { name, image, running, unit } = container;
    return (
        <Notice
            variant={running ? "danger" : "warning"}
            title={format(
                _("There is another container of the $0: $1"),
                translate(service.title),
                visibleLine(name),
            )}
        >
            <p>
                {unit === ""
                    ? format(
                          _("It uses the image $0, and no unit started it. Stop and remove it with podman."),
                          visibleLine(image),
                      )
                    : format(
                          _("It uses the image $0, and was started by $1. Stop and disable that unit."),
                          visibleLine(image),
                          visibleLine(unit),
                      )}
            </p>
            <p>{running ? consequence() : _("It is stopped at present.")}</p>
        </Notice>
    );
}
