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

/** A control's legal values in words: "a whole number from 5 to 30 frames a second". */
export function legalRange(control: Control): string {
  switch (control.kind) {
    case "number":
      return numberRange(control);
    case "choice":
      return `one of ${control.options.map(({ value }) => value).join(", ")}`;
    case "switch":
      return "on or off";
    case "text":
      return `at most ${control.maxLength} characters long`;
  }
}

/** The value that a form's text means for the control; `undefined` when it is not legal. */
export function parseControl(control: Control, text: string): ControlValue | undefined {
  const value = valueOfText(control, text);
  if (value === undefined || !isLegal(control, value)) return undefined;
  return control.kind === "number" && typeof value === "number" ? onStep(control, value) : value;
}

/** Whether the control can have that value. */
export function isLegal(control: Control, value: ControlValue): boolean {
  switch (control.kind) {
    case "number":
      return typeof value === "number" && value >= control.min && value <= control.max &&
        // Decimal steps are not exact in binary.
        Math.abs(stepsTo(control, value) - Math.round(stepsTo(control, value))) < 1e-6;
    case "choice":
      return control.options.some((option) => option.value === value);
    case "switch":
      return typeof value === "boolean";
    case "text":
      return typeof value === "string" && value.length <= control.maxLength;
  }
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

function numberRange({ min, max, step, unit }: NumberControl): string {
  const isWhole = Number.isInteger(min) && Number.isInteger(step);
  const kind = isWhole ? "a whole number" : "a number";
  const steps = step === 1 ? "" : ` in steps of ${step}`;
  return `${kind} from ${min} to ${max}${unit ? ` ${unit}` : ""}${steps}`;
}

function stepsTo({ min, step }: NumberControl, value: number): number {
  return (value - min) / step;
}

/** The nearest step without the dust of binary fractions, so that equal settings are equal. */
function onStep(control: NumberControl, value: number): number {
  const { min, step } = control;
  const decimals = Math.max(decimalsOf(min), decimalsOf(step));
  return Number((min + Math.round(stepsTo(control, value)) * step).toFixed(decimals));
}

function decimalsOf(value: number): number {
  return String(value).split(".")[1]?.length ?? 0;
}
