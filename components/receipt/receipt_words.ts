import type { GenerationView } from "../../contract/generation.ts";
import type { ControlValue } from "../../contract/settings.ts";

/** What the film was asked to be, as name and value. */
export function recipeLines(view: GenerationView): (readonly [string, string])[] {
  const { prompt, shape, crop, settings } = view;
  return [
    ...prompt === undefined ? [] : [["prompt", prompt] as const],
    ["seed", String(view.seed)],
    ...shape === undefined ? [] : [["shape", shape] as const],
    ...Object.entries(settings).map(([name, value]) => [name, valueWord(value)] as const),
    ...crop === undefined
      ? []
      : [["crop", `${percent(crop.x)} across, ${percent(crop.y)} down, ${crop.zoom}×`] as const],
  ];
}

function valueWord(value: ControlValue): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return value === "" ? "none" : String(value);
}

function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}
