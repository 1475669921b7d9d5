import { legalRange } from "../../contract/control_range.ts";
import type { Shape } from "../../contract/frame_size.ts";
import type { Control, ModelCard } from "../../contract/model.ts";
import type { ControlValue } from "../../contract/settings.ts";

/** What each shape is called where it is chosen. */
export const SHAPE_NAMES: Readonly<Record<Shape, string>> = {
  landscape: "Landscape",
  portrait: "Portrait",
  square: "Square",
};

/** What the field for words is called. */
export const PROMPT_NAME = "What should happen";

/** A number's unit, to stand behind it; "" where the control's name says it already. */
export function unitWord({ name, unit }: Extract<Control, { readonly kind: "number" }>): string {
  return unit === undefined || unit === name.toLowerCase() ? "" : ` ${unit}`;
}

/** The shapes that a model can make: "Landscape or portrait". */
export function shapesWord({ shapes }: Pick<ModelCard, "shapes">): string {
  const [first = "landscape", ...others] = shapes;
  const capital = first.slice(0, 1).toUpperCase() + first.slice(1);
  const last = others.pop();
  return last === undefined ? capital : `${[capital, ...others].join(", ")} or ${last}`;
}

/** What can be set on a model, as a sentence. */
export function controlsWord({ prompt, controls }: Pick<ModelCard, "prompt" | "controls">): string {
  const names = controls.map(({ name }) => name.toLowerCase());
  const settings = names.length === 0 ? "Only the seed can be changed" : `Set: ${names.join(", ")}`;
  if (prompt.need === "none") return `No prompt. ${settings}.`;
  return `${prompt.need === "required" ? "Needs a prompt" : "Takes a prompt"}. ${settings}.`;
}

/** A control's value, as receipts and the API's description have it. */
export function valueWord(value: ControlValue): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return value === "" ? "none" : String(value);
}

/** A control's legal values, for people who write programs: "a whole number from 5 to 30; 7 by default". */
export function legalValues(control: Control): string {
  const range = legalRange(control);
  return control.kind === "text" ? range : `${range}; ${valueWord(control.default)} by default`;
}
