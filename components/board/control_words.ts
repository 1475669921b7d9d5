import type { Shape } from "../../contract/frame_size.ts";
import type { Control, ModelCard } from "../../contract/model.ts";

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
  const settings = names.length === 0 ? "Nothing but the seed to set" : `Set: ${names.join(", ")}`;
  if (prompt.need === "none") return `No prompt. ${settings}.`;
  return `${prompt.need === "required" ? "Needs a prompt" : "Takes a prompt"}. ${settings}.`;
}

/** A control's legal values, for people who write programs: "5–30, default 7". */
export function legalValues(control: Control): string {
  switch (control.kind) {
    case "number":
      return `${control.min} to ${control.max}${
        stepWord(control.step)
      }, ${control.default} by default`;
    case "choice":
      return `${
        control.options.map(({ value }) => value).join(", ")
      }; ${control.default} by default`;
    case "switch":
      return `true or false, ${control.default} by default`;
    case "text":
      return `up to ${control.maxLength} characters`;
  }
}

function stepWord(step: number): string {
  return step === 1 ? "" : ` in steps of ${step}`;
}
