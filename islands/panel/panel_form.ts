/** The form as the panel left it; which fields there are is for the server's markup to say. */

/** An element of the panel that carries a value. */
export type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** All that can be set and has a default, in the order of the page. */
export function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.querySelectorAll<Field>("[data-default]")];
}

/** The field of that name, if the panel has it. */
export function fieldNamed(form: HTMLFormElement, name: string): Field | undefined {
  return fieldsOf(form).find((field) => field.name === name);
}

/** The value as it is sent. */
export function valueOf(field: Field): string {
  return isBox(field) ? String(field.checked) : field.value;
}

/** Sets the value; one that the field cannot take leaves it blank. */
export function setValue(field: Field, value: string): void {
  if (isBox(field)) field.checked = value === "true";
  else field.value = value;
}

/** Id of the chosen model. */
export function chosenModel(form: HTMLFormElement): string {
  return form.querySelector<HTMLInputElement>('input[name="model"]:checked')?.value ?? "";
}

/** The model and what differs from its defaults, as fields of the form; what is illegal is left out. */
export function choicesOf(form: HTMLFormElement): (readonly [name: string, value: string])[] {
  const changed = fieldsOf(form).filter((field) =>
    field.validity.valid && valueOf(field).trim() !== "" &&
    valueOf(field) !== field.dataset.default
  );
  return [["model", chosenModel(form)], ...changed.map(nameAndValue)];
}

/** The same with the prompt in any case: a program is not given a default for it. */
export function requestOf(form: HTMLFormElement): (readonly [name: string, value: string])[] {
  const choices = choicesOf(form);
  const prompt = fieldNamed(form, "prompt");
  const isThere = prompt === undefined || valueOf(prompt).trim() === "" ||
    choices.some(([name]) => name === "prompt");
  const [model, ...others] = choices;
  return isThere || model === undefined ? choices : [model, nameAndValue(prompt), ...others];
}

function nameAndValue(field: Field): readonly [name: string, value: string] {
  return [field.name, valueOf(field)];
}

function isBox(field: Field): field is HTMLInputElement {
  return field.type === "checkbox";
}
