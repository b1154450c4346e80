import { useId } from "react";
import type { AnsweredSource } from "../../../uyuni/answered-source.js";
import { isOwn, registryDrift } from "../../../uyuni/drift-registry.js";
import {
    known,
    loading,
    type ContainerState,
    type ImageState,
    type Known,
} from "../../../uyuni/host-state.js";
import { parseReference } from "../../../uyuni/reference.js";
import { registrySentence } from "../../../uyuni/registry-answer.js";
import type { OverviewRow } from "../../../uyuni/views.js";
import { ActionButton } from "../../components/action-button.js";
import { Copyable } from "../../components/copyable.js";
import { errorText } from "../../components/error-alert.js";
import { Phrase } from "../../components/phrase.js";
import { Since } from "../../components/since.js";
import { StateText } from "../../components/tone-icon.js";
import { useAccessBlock } from "../../components/use-block.js";
import { shortDigest } from "../../pages/split-image.js";
import { answeredByWords } from "../../registry/answered-by.js";
import { canAsk as canBeAsked, type RegistryReading } from "../../registry/answers.js";
import { LOGIN_HELPS } from "../../registry/login-helps.js";
import { RegistryLogin } from "../../registry/registry-login.js";
import { RegistrySettings } from "../../registry/registry-settings.js";
import { busyRegistry, usePause } from "../../registry/use-pause.js";
import { useRegistryPlace } from "../../registry/use-registry.js";
import { _, format, translate } from "../../translate.js";

interface RegistryCardProps {
    row: OverviewRow;
    container: Known<ContainerState | null>;
    images: Known<readonly ImageState[]>;
}

/** Whether the registry has another image under the configured tag by now. */
export function RegistryCard({ row, container, images }: RegistryCardProps) {
    const heading = useId();
    const blocked = useAccessBlock();
    const reference = parseReference(row.configuredImage);
    const canAsk = canBeAsked(row.configuredImage);
    const hasRegistry = "ok" in reference && !isOwn(reference.ok);
    const { reading, again, place } = useRegistryPlace(
        row.configuredImage,
        hasRegistry && blocked === null,
        canAsk,
    );
    const paused = usePause([busyRegistry(reading)]);
    if ("error" in reference) return null;
    const { asked } = reading;
    const digest = asked !== null && "digest" in asked.answer ? asked.answer.digest : null;
    const { result, finding } = registryDrift(row.service, {
        unit: known(row.unitState),
        container,
        images,
        registryDigest: digest === null ? loading : known(digest),
        registryImage: asked?.image ?? null,
    });
    return (
        <section className="uyuni-card" aria-labelledby={heading}>
            <div className="uyuni-card-header">
                <h2 id={heading} className="uyuni-card-title">
                    {_("In the registry")}
                </h2>
                {canAsk && (
                    <div className="uyuni-card-actions">
                        <ActionButton
                            variant="secondary"
                            blocked={blocked ?? paused}
                            busy={reading.asking ? _("Asking the registry") : undefined}
                            onClick={again}
                        >
                            {_("Ask the registry")}
                        </ActionButton>
                    </div>
                )}
            </div>
            <div role="status">
                {canAsk && digest === null ? (
                    <Unanswered reading={reading} />
                ) : (
                    <StateText
                        word={translate(finding)}
                        tone={result === "agrees" ? "good" : result === "differs" ? "warning" : "unknown"}
                    />
                )}
            </div>
            {canAsk && asked !== null && <From from={asked} onLogin={again} />}
            {digest !== null && canAsk && (
                <p>
                    <Phrase
                        text={_("Digest in the registry: $0")}
                        values={[
                            <Copyable
                                key="digest"
                                text={digest}
                                short={shortDigest(digest)}
                                what={_("digest in the registry")}
                            />,
                        ]}
                    />
                </p>
            )}
            {reading.time > 0 && (
                <p className="uyuni-quiet">
                    <Phrase text={_("Asked $0")} values={[<Since key="time" time={reading.time} />]} />
                </p>
            )}
            {place !== null && (
                <>
                    <RegistrySettings
                        place={place}
                        name={reference.ok.name}
                        isBlockTold={canAsk && isBlocked(asked)}
                    />
                    <RegistryLogin place={place} {...(canAsk && { onChange: again })} />
                </>
            )}
        </section>
    );
}

function isBlocked(asked: RegistryReading["asked"]): boolean {
    return asked !== null && "failure" in asked.answer && asked.answer.failure.problem === "blocked";
}

/** Which mirror has answered, and which have not: a login may help those. */
function From({ from, onLogin }: { from: AnsweredSource; onLogin: () => void }) {
    const { mirror, passed } = answeredByWords(from);
    return (
        <>
            {mirror !== "" && <p className="uyuni-quiet">{mirror}</p>}
            {passed.map((words) => (
                <div key={words}>
                    <StateText word={words} tone="warning" />
                </div>
            ))}
            {from.passed
                .filter(({ failure }) => LOGIN_HELPS.has(failure.problem))
                .map((mirror) => (
                    <RegistryLogin key={mirror.registry} place={mirror} onChange={onLogin} />
                ))}
        </>
    );
}

function Unanswered({ reading: { asked, asking, error } }: { reading: RegistryReading }) {
    if (asked !== null && "failure" in asked.answer)
        return (
            <StateText
                word={translate(registrySentence(asked.registry, asked.answer.failure))}
                tone="warning"
            />
        );
    if (error !== null)
        return (
            <StateText
                word={format(_("The registry could not be asked: $0"), errorText(error))}
                tone="unknown"
            />
        );
    return (
        <StateText
            word={asking ? _("The registry is being asked") : _("The registry was not asked yet")}
            tone={asking ? "busy" : "unknown"}
        />
    );
}
