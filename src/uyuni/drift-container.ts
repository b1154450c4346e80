/** Drift between the loaded unit and the container that runs: its image, and everything else it was made with. */
import type { DriftRow, TextDifference } from "./drift-files.js";
import { imageDrift, type ImageLayers } from "./drift-image.js";
import { environmentFromAssignments } from "./environment.js";
import type { ContainerState, UnitState } from "./host-state.js";
import { message } from "./message.js";
import { passedVariables, podmanCommand } from "./podman-command.js";
import type { AnyService } from "./services.js";

/** The container was made from the image that the unit names, by that unit, and as it says. */
export function containerDrift(service: AnyService, layers: ImageLayers): DriftRow {
    const image = imageDrift(service, layers);
    const { unit, container } = layers;
    if (unit.state !== "known" || container.state !== "known" || !unit.value || !container.value)
        return image;
    const made = container.value;
    const differences = commandDifferences(unit.value, made);
    if (image.result === "differs")
        return differences.length === 0
            ? image
            : { ...image, differences: [...image.differences, ...differences] };
    const differs = { ...image, result: "differs", action: "restart" } as const;
    if (made.unit !== "" && made.unit !== unit.value.name)
        return {
            ...differs,
            finding: message("The container was made by another unit, $0.", made.unit),
            differences: [{ path: "", expected: unit.value.name, actual: made.unit }],
        };
    if (differences.length > 0)
        return {
            ...differs,
            finding: message("The unit has changed since the container was made: a restart makes it anew."),
            differences,
        };
    return image.result === "agrees"
        ? { ...image, finding: message("The container was made as the unit says.") }
        : image;
}

/** The command line that the unit would use now against the one that was used; empty where that cannot be told. */
function commandDifferences(unit: UnitState, made: ContainerState): readonly TextDifference[] {
    // Those files are read at each start, by systemd alone.
    if (made.command.length === 0 || unit.environmentFiles.length > 0) return [];
    const environment = environmentFromAssignments(unit.environment);
    const wanted = (unit.commands["ExecStart"] ?? [])
        .map((argv) => podmanCommand(argv, environment))
        .find((command) => command !== null);
    if (wanted === undefined) return [];
    const passed = passedVariables(wanted).filter((name) => environment.has(name));
    const expected = [...wanted, ...passed.map((name) => `${name}=${environment.get(name) ?? ""}`)];
    const actual = [
        ...made.command,
        ...passed.flatMap((name) => {
            const value = made.passed[name];
            return value === undefined ? [] : [`${name}=${value}`];
        }),
    ];
    return expected.slice(1).join("\n") === actual.slice(1).join("\n")
        ? []
        : [{ path: "", expected: expected.join("\n"), actual: actual.join("\n") }];
}
