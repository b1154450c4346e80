import { useEffect, useState } from "react";
import { HostError } from "../../host/problem.js";
import {
    hasSccCredentials,
    logIn,
    logInWithScc,
    NO_CREDENTIALS,
    SCC_FILE,
} from "../../host/registry-login.js";
import type { LoginPlace } from "../../host/kept-logins.js";
import type { Message } from "../../uyuni/message.js";
import {
    checkUser,
    loginSentence,
    passwordProblem,
    sccRegistry,
    unusableCredentials,
} from "../../uyuni/registry-login.js";
import { errorText } from "../components/error-alert.js";
import { refreshLogin } from "./logins.js";

interface LogIn {
    readonly running: boolean;
    /** What is wrong with what was typed. */
    readonly user: Message | undefined;
    readonly password: Message | undefined;
    /** Why nobody could be logged in; null otherwise. */
    readonly refused: Message | null;
    /** Whether it was sent. */
    readonly withPassword: (user: string, password: string) => boolean;
    readonly withScc: () => void;
}

type Problems = Pick<LogIn, "user" | "password">;

const NONE: Problems = { user: undefined, password: undefined };

/** Logging in to a registry; `onDone` comes when somebody is. */
export function useLogIn(place: LoginPlace, onDone: () => void): LogIn {
    const [problems, setProblems] = useState(NONE);
    const [running, setRunning] = useState(false);
    const [refused, setRefused] = useState<Message | null>(null);
    // The login is begun already, so that nothing here keeps the password.
    const finish = async (begun: Promise<void>) => {
        setRunning(true);
        setRefused(null);
        try {
            await begun;
            await refreshLogin(place);
            onDone();
        } catch (reason) {
            setRunning(false);
            const isUnusable = reason instanceof HostError && reason.problem === NO_CREDENTIALS;
            setRefused(
                isUnusable ? unusableCredentials(SCC_FILE) : loginSentence(place.registry, errorText(reason)),
            );
        }
    };
    return {
        ...problems,
        running,
        refused,
        withPassword: (user, password) => {
            const checked = checkUser(user);
            const wrong = passwordProblem(password) ?? undefined;
            setProblems({ user: "error" in checked ? checked.error : undefined, password: wrong });
            if ("error" in checked || wrong !== undefined) return false;
            void finish(logIn(place, { user: checked.ok, password }));
            return true;
        },
        withScc: () => {
            setProblems(NONE);
            if (!running) void finish(logInWithScc(place));
        },
    };
}

/** Whether this host has credentials of its own for this registry. */
export function useScc({ registry }: LoginPlace): boolean {
    const [found, setFound] = useState(false);
    useEffect(() => {
        if (registry !== sccRegistry) return;
        hasSccCredentials().then(setFound, () => undefined);
    }, [registry]);
    return found;
}
