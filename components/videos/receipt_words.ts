import type { GenerationView } from "../../contract/generation.ts";
import type { Control } from "../../contract/model.ts";
import { providerWord } from "../../contract/provider_names.ts";
import type { ControlValue } from "../../contract/settings.ts";
import { formatShare } from "../../contract/units.ts";
import { PROMPT_NAME, SHAPE_NAMES, unitWord, valueWord } from "../panel/control_words.ts";

/**
 * What the video was asked to be, as name and value, in the panel's words; settings that the model
 * does not have any more are called what the form calls them.
 */
export function recipeLines(
  view: GenerationView,
  controls: readonly Control[],
): (readonly [string, string])[] {
  const { prompt, shape, crop, seed } = view;
  return [
    ...prompt === undefined ? [] : [[PROMPT_NAME, prompt] as const],
    ["Seed", String(seed)],
    ...shape === undefined ? [] : [["Shape", SHAPE_NAMES[shape]] as const],
    ...settingLines(view, controls),
    ...unusedLine(view, controls),
    ...crop === undefined ? [] : [
      [
        "Crop",
        `${formatShare(crop.x)} across, ${formatShare(crop.y)} down, ${crop.zoom}×`,
      ] as const,
    ],
  ];
}

/** What was set on the model, in the panel's order and words. */
function settingLines({ settings }: GenerationView, controls: readonly Control[]) {
  const known = controls.flatMap((control) => {
    const value = settings[control.id];
    return value === undefined ? [] : [[control.name, controlValueWord(control, value)] as const];
  });
  const others = Object.entries(settings)
    .filter(([name]) => !controls.some(({ id }) => id === name))
    .map(([name, value]) => [plainName(name), valueWord(value)] as const);
  return [...known, ...others];
}

/** What was asked for, and whoever stepped in does not take. */
function unusedLine({ receipt }: GenerationView, controls: readonly Control[]) {
  const { provider, notUsed = [] } = receipt;
  const names = notUsed.map((id) =>
    controls.find((control) => control.id === id)?.name ?? plainName(id)
  );
  return names.length === 0
    ? []
    : [[`Not used by ${providerWord(provider)}`, names.join(", ")] as const];
}

function controlValueWord(control: Control, value: ControlValue): string {
  switch (control.kind) {
    case "choice":
      return control.options.find((option) => option.value === value)?.name ?? valueWord(value);
    case "number":
      return valueWord(value) + unitWord(control);
    case "switch":
    case "text":
      return valueWord(value);
  }
}

function plainName(name: string): string {
  return (name.slice(0, 1).toUpperCase() + name.slice(1)).replaceAll(/[-_]/g, " ");
}
