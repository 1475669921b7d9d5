/** What a control may be set to: asked by the form, the API, the registry and the engine built in. */
import type { Control } from "./model.ts";
import type { ControlValue } from "./settings.ts";

/** Numbers from `min` to `max`: all of them, or those that are whole steps above `min`. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** What is counted: "frames a second". */
  readonly unit?: string;
}

/** Decimal steps are not exact in binary. */
const STEP_TOLERANCE = 1e-6;

/** Whether the control can have that value. */
export function isLegal(control: Control, value: ControlValue): boolean {
  switch (control.kind) {
    case "number":
      return isInRange(control, value);
    case "choice":
      return control.options.some((option) => option.value === value);
    case "switch":
      return typeof value === "boolean";
    case "text":
      return typeof value === "string" && value.length <= control.maxLength;
  }
}

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
      return textRange(control);
  }
}

/** How long a text may be, in words. */
export function textRange({ maxLength }: { readonly maxLength: number }): string {
  return `at most ${maxLength} characters long`;
}

/** Whether a value is a number of that range. */
export function isInRange({ min, max, step }: NumberRange, value: unknown): value is number {
  if (typeof value !== "number" || !(value >= min && value <= max)) return false;
  const steps = step === undefined ? 0 : (value - min) / step;
  return Math.abs(steps - Math.round(steps)) < STEP_TOLERANCE;
}

/** A range in words: "a whole number from 5 to 30", "a number from 0.1 to 1 in steps of 0.05". */
export function numberRange({ min, max, step = 0, unit }: NumberRange): string {
  const isWhole = step !== 0 && Number.isInteger(min) && Number.isInteger(step);
  const steps = step === 0 || step === 1 ? "" : ` in steps of ${step}`;
  return `a ${isWhole ? "whole " : ""}number from ${min} to ${max}${
    unit ? ` ${unit}` : ""
  }${steps}`;
}
