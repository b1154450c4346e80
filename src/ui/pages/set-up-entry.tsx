import { Suspense } from "react";
import { useStore } from "zustand";
import { location, navigate, replaceLocation } from "../../host/page.js";
import type { Service } from "../../uyuni/services.js";
import { Notice } from "../components/notice.js";
import { part } from "../components/part.js";
import { useAccessBlock } from "../components/use-block.js";
import { useLast } from "../components/use-last.js";
import { useHostState } from "../host-context.js";
import { focusMain } from "../shell.js";
import { _ } from "../translate.js";

const ProcessorSetUp = part(() => import("../set-up/set-up-dialog.js"));
const ServiceSetUp = part(() => import("../service-set-up/service-set-up-dialog.js"));

/** Opens the set-up dialog, with some fields filled; the address says so, so that a link can as well. */
export function openSetUp(service: Service, filled: Readonly<Record<string, string>> = {}): void {
    navigate([service.id], { ...filled, setup: "1" });
}

/** The dialog, while the page's address asks for it (`?setup=1`). */
export function SetUpEntry({ service }: { service: Service }) {
    const options = useStore(location, (place) => place.options);
    const blocked = useAccessBlock();
    // The form is filled from what the containers tell.
    const loading = useHostState(({ podman }) => podman.state === "loading");
    const asked = options["setup"] === "1";
    // Once it is open it stays, whatever becomes of the connection and the access: somebody has filled it in.
    const open = useLast(asked && blocked === null && !loading, !asked || (blocked === null && !loading));
    if (!asked) return null;
    if (!open && blocked !== null) {
        return (
            <Notice variant="info" title={_("Setting up needs administrative access")}>
                {_("The dialog opens as soon as it is turned on.")}
            </Notice>
        );
    }
    if (!open) return null;
    const close = () => {
        replaceLocation([service.id]);
    };
    const SetUpDialog = service.writtenBy === "cockpit-uyuni" ? ProcessorSetUp : ServiceSetUp;
    return (
        <Suspense fallback={null}>
            <SetUpDialog
                service={service}
                options={options}
                onClose={close}
                onStarted={() => {
                    close();
                    // The button that opened the dialog is gone by now.
                    window.setTimeout(focusMain);
                }}
            />
        </Suspense>
    );
}
