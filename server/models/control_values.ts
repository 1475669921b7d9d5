import { isLegal } from "../../contract/control_range.ts";
import type { Control } from "../../contract/model.ts";
import type { ControlValue } from "../../contract/settings.ts";

type NumberControl = Extract<Control, { readonly kind: "number" }>;

const SWITCH_WORDS: ReadonlyMap<string, boolean> = new Map([
  ["on", true],
  ["true", true],
  ["1", true],
  ["off", false],
  ["false", false],
  ["0", false],
]);

/** The value that a form's text means for the control; `undefined` when it is not legal. */
export function parseControl(control: Control, text: string): ControlValue | undefined {
  const value = valueOfText(control, text);
  if (value === undefined || !isLegal(control, value)) return undefined;
  return control.kind === "number" && typeof value === "number" ? onStep(control, value) : value;
}

/**
 * A visitor's words as they are stored and sent: line ends as browsers count them, without control
 * characters and halves of characters.
 */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, "\n")
    // deno-lint-ignore no-control-regex
    .replace(/[\x00-\x09\x0b-\x1f\x7f]/g, " ")
    .toWellFormed();
}

function valueOfText(control: Control, text: string): ControlValue | undefined {
  switch (control.kind) {
    case "number":
      return /^-?(\d{1,15}(\.\d{1,20})?|\.\d{1,20})$/.test(text) ? Number(text) : undefined;
    case "choice":
      return text;
    case "switch":
      return SWITCH_WORDS.get(text);
    case "text":
      return cleanText(text);
  }
}

/** The nearest step without the dust of binary fractions, so that equal settings are equal. */
function onStep(control: NumberControl, value: number): number {
  const { min, step } = control;
  const decimals = Math.max(decimalsOf(min), decimalsOf(step));
  return Number((min + Math.round((value - min) / step) * step).toFixed(decimals));
}

function decimalsOf(value: number): number {
  return String(value).split(".")[1]?.length ?? 0;
}
