import { _ } from "../translate.js";
import { TextField } from "./field.js";
import type { DatabaseForm, FieldsProps } from "./fields-props.js";
import type { DatabaseSource } from "./set-up-kind.js";

/** Which database, and where that was read. */
export function DatabaseFields<Form extends DatabaseForm>({
    form,
    problems,
    source,
    onChange,
}: FieldsProps<Form> & { source: DatabaseSource }) {
    return (
        <fieldset className="uyuni-fields">
            <legend>{_("Database")}</legend>
            <p className="uyuni-quiet">{sourceText(source)}</p>
            <div className="uyuni-fields-row">
                <TextField
                    label={_("Host")}
                    value={form.databaseHost}
                    problem={problems["databaseHost"]}
                    onChange={(databaseHost) => {
                        onChange({ ...form, databaseHost });
                    }}
                />
                <TextField
                    label={_("Port")}
                    value={form.databasePort}
                    inputMode="numeric"
                    problem={problems["databasePort"]}
                    onChange={(databasePort) => {
                        onChange({ ...form, databasePort });
                    }}
                />
                <TextField
                    label={_("Name of the database")}
                    value={form.databaseName}
                    problem={problems["databaseName"]}
                    onChange={(databaseName) => {
                        onChange({ ...form, databaseName });
                    }}
                />
            </div>
            <p className="uyuni-quiet">
                {_(
                    "Login and password are podman secrets that the server's installation made; they are not read here.",
                )}
            </p>
        </fieldset>
    );
}

function sourceText(source: DatabaseSource): string {
    switch (source) {
        case "address":
            return _("Filled in from the address of this page: check the values.");
        case "configured":
            return _("As the service is configured now.");
        case "rhn.conf of the running server":
            return _("Read from rhn.conf of the running server.");
        case "rhn.conf in the server's volume":
            return _("Read from rhn.conf in the server's volume, because the server is stopped.");
        case "attestation service":
            return _("Read from the settings of the attestation service.");
        case "server.env":
            return _("Read from server.env, as the server was installed.");
        case "defaults":
            return _("The usual values of Uyuni: nothing on this host told any other. Check them.");
    }
}
