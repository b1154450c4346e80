import { Breadcrumb, BreadcrumbItem } from "@patternfly/react-core/dist/esm/components/Breadcrumb";
import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import { clock } from "../host/clock.js";
import { awaitHost, type WayBack } from "../host/reconnect.js";
import { Notice } from "./components/notice.js";
import { useHostState } from "./host-context.js";
import { OperationBanner } from "./operation/operation-banner.js";
import { AllBanner } from "./overview/all-banner.js";
import { useMenuStatus } from "./overview/use-menu-status.js";
import { overviewHref } from "./routes.js";
import { duration } from "./time.js";
import { _, format } from "./translate.js";

const MAIN = "uyuni-main";

/** For when what had the focus is gone. */
export function focusMain(): void {
    document.getElementById(MAIN)?.focus();
}

interface ShellProps {
    /** Title of the page below the overview, null on the overview. */
    title: string | null;
    /** The service whose page it is: its operation is shown there, not in the banner. */
    service: string | null;
    children: ReactNode;
}

/** What stands around every page: where one is, and what concerns all of them. */
export function Shell({ title, service, children }: ShellProps) {
    const shown = useRef(title);
    useMenuStatus();
    // After a step to another page, reading goes on at its beginning.
    useEffect(() => {
        if (shown.current === title) return;
        shown.current = title;
        focusMain();
    }, [title]);
    return (
        <div className="uyuni-page">
            {title !== null && (
                <Breadcrumb className="uyuni-breadcrumb" aria-label={_("Where this page is")}>
                    <BreadcrumbItem to={overviewHref}>{_("Uyuni")}</BreadcrumbItem>
                    <BreadcrumbItem isActive>{title}</BreadcrumbItem>
                </Breadcrumb>
            )}
            <main id={MAIN} className="uyuni-main" tabIndex={-1}>
                <HostNotices />
                <OperationBanner page={service} />
                {title !== null && <AllBanner whole={false} />}
                {children}
            </main>
        </div>
    );
}

/** What is the matter with the connection as a whole. */
function HostNotices() {
    const access = useHostState((state) => state.access);
    const disconnected = useHostState(
        ({ units }) => units.state === "unknown" && units.why.reason === "disconnected",
    );
    if (disconnected) return <LostConnection />;
    return (
        <>
            {access === "limited" && (
                <Notice variant="info" title={_("Limited access")}>
                    {_(
                        "Everything that can be read without administrative access is shown. To see the containers and to change anything, turn on administrative access in the top bar of Cockpit.",
                    )}
                </Notice>
            )}
            <ClockNotice />
        </>
    );
}

function loadAnew() {
    window.location.reload();
}

/** A page that was loaded anew is connected again; not while something is filled in that would be lost with it. */
function LostConnection() {
    const [way, setWay] = useState<WayBack | null>(null);
    useEffect(() => {
        const waiting = awaitHost((found) => {
            if (found === "load" && document.querySelector('[role="dialog"]') === null) loadAnew();
            else setWay(found);
        });
        return () => {
            waiting.close();
        };
    }, []);
    return (
        <Notice
            variant="warning"
            title={_("The connection to the host is lost")}
            actions={
                <Button variant="link" isInline onClick={loadAnew}>
                    {_("Load the page anew")}
                </Button>
            }
        >
            {way === null
                ? _("It is being tried again. What this page shows may be out of date.")
                : way === "load"
                  ? _("The host is there again: this page is when it has been loaded anew.")
                  : _("The host is there again, but your session has ended: load the page anew, and log in.")}
        </Notice>
    );
}

/** Worth a word: from here on, times on the page and times on the wall are not the same. */
const CLOCK_MS = 2 * 60 * 1000;

function ClockNotice() {
    const offset = useStore(clock, (difference) => difference.offset);
    if (Math.abs(offset) < CLOCK_MS) return null;
    return (
        <Notice
            variant="warning"
            title={format(
                offset > 0
                    ? _("The clock of the host is $0 ahead of this computer's")
                    : _("The clock of the host is $0 behind this computer's"),
                duration(Math.abs(offset)),
            )}
        >
            {_(
                "Times on this page are by the host's clock. If that is the wrong one, certificates and Salt suffer as well: timedatectl on the host tells whether it is kept in step.",
            )}
        </Notice>
    );
}
