import { numberRange } from "../../contract/control_range.ts";
import { type Field, fieldNamed, fieldsOf } from "./panel_form.ts";

/** The first field that cannot be sent as it is. */
export function firstIllegal(form: HTMLFormElement): Field | undefined {
  return fieldsOf(form).find((field) => !field.validity.valid || isBlankButRequired(field));
}

/** What is wrong with a field, in one sentence that names the way out. */
export function fieldFault(field: Field): string {
  const { validity } = field;
  const name = field.labels?.[0]?.textContent ?? "This";
  if (isBlankButRequired(field) && field instanceof HTMLTextAreaElement) {
    return "This model needs words: say what should happen in the video.";
  }
  if (validity.tooLong) return `${name} is too long. Shorten it.`;
  const { min, max, step } = field as HTMLInputElement;
  const range = { min: Number(min), max: Number(max), step: Number(step) };
  return `${name} must be ${numberRange(range)}.`;
}

/** Writes the sentence at the control of that name and goes there; false when the panel has none. */
export function showFault(form: HTMLFormElement, name: string, sentence: string): boolean {
  const field = fieldNamed(form, name);
  if (field === undefined) return false;
  const place = placeOf(field);
  if (place !== null) {
    place.textContent = sentence;
    place.hidden = false;
  }
  field.setAttribute("aria-invalid", "true");
  field.closest("details")?.setAttribute("open", "");
  // The middle, because a phone's button covers the lower edge.
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
  return true;
}

/** Takes the sentence away, once the visitor has turned to the control. */
export function clearFault(field: Field): void {
  field.removeAttribute("aria-invalid");
  const place = placeOf(field);
  if (place !== null) place.hidden = true;
}

function placeOf(field: Field): HTMLElement | null {
  return document.getElementById(`${field.id}-fault`);
}

/** Spaces are no words, though the browser takes them for some. */
function isBlankButRequired(field: Field): boolean {
  return field.required && field.value.trim() === "";
}
