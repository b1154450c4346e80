/** The page: connects to the machine, and shows it. */
import { createRoot } from "react-dom/client";
import { connectHost } from "./host/connect.js";
import { followTheme } from "./host/page.js";
import { App } from "./ui/app.js";
import "./ui/app.css";
import { HostProvider } from "./ui/host-context.js";

followTheme();

const place = document.getElementById("app");
if (place === null) throw new Error("index.html has no place for the page");

const host = connectHost();
window.addEventListener("pagehide", () => {
    host.close();
});
createRoot(place).render(
    <HostProvider host={host}>
        <App />
    </HostProvider>,
);
