import { curlCommand } from "../../contract/curl.ts";
import { choose, type PanelAct } from "./panel_acts.ts";
import { clearFault, fieldFault, firstIllegal, showFault } from "./panel_faults.ts";
import { choicesOf, type Field, fieldNamed, fieldsOf, requestOf, valueOf } from "./panel_form.ts";
import { refreshPanel, settled } from "./panel_refresh.ts";

export { showFault };

/** Another video costs, or takes, something else only a moment after the last change. */
const SUMMARY_AFTER_MS = 250;
let summaryTimer: ReturnType<typeof setTimeout> | undefined;

/** Does what a button or link of the panel is for. */
export async function act(form: HTMLFormElement, button: HTMLElement): Promise<void> {
  await choose(form, { button, name: button.dataset.act as PanelAct, changed: () => note(form) });
}

/** Follows a change of one field. */
export async function changed(form: HTMLFormElement, field: Field): Promise<void> {
  if (field.name === "model") return await changeModel(form, field);
  clearFault(field);
  note(form);
}

/** Puts the list of models away. */
export function closeChooser(form: HTMLFormElement): void {
  const summary = form.querySelector<HTMLElement>("#models-shown");
  summary?.parentElement?.removeAttribute("open");
  summary?.focus({ preventScroll: true });
}

/** Sets the panel to these fields, those of a video's recipe. */
export async function restore(
  form: HTMLFormElement,
  fields: readonly (readonly [name: string, value: string])[],
): Promise<void> {
  await refreshPanel(form, { fields, parts: ["choices", "summary", "controls"] });
  showChoices(form);
}

/** Shows what is chosen now in the page's address and in its curl. */
export function showChoices(form: HTMLFormElement): void {
  showCurl(form);
  showAddress(form);
}

/** Whether all fields can be sent; if not, the first fault is shown at its control. */
export async function isReady(form: HTMLFormElement): Promise<boolean> {
  await settled();
  const field = firstIllegal(form);
  if (field === undefined) return true;
  showFault(form, field.name, fieldFault(field));
  return false;
}

/** The fields that this model shares with the next one go along; the server says which apply. */
async function changeModel(form: HTMLFormElement, { value }: Field): Promise<void> {
  clearTimeout(summaryTimer);
  const fields = choicesOf(form).filter(([name]) => name !== "model");
  try {
    await refreshPanel(form, {
      fields: [["model", value], ...fields],
      parts: ["choices", "summary", "controls"],
    });
    await settled();
    showAddress(form);
  } catch {
    const shown = form.querySelector<HTMLInputElement>('input[name="model"][checked]');
    if (shown !== null) shown.checked = true;
    const place = document.getElementById("panel-note");
    if (place !== null) place.textContent = UNREACHABLE;
  }
}

const UNREACHABLE =
  "The server cannot be reached, so the model stays as it was. Check your network, then try again.";

/** Brings everything up to date that depends on the fields. */
function note(form: HTMLFormElement): void {
  for (const output of form.querySelectorAll("output")) {
    const field = document.getElementById(output.htmlFor.value) as Field | null;
    if (field !== null) output.value = field.value;
  }
  const now = new Map(fieldsOf(form).map((field) => [field.name, valueOf(field)]));
  for (const preset of form.querySelectorAll<HTMLElement>("[data-values]")) {
    const values: Record<string, string> = JSON.parse(preset.dataset.values ?? "{}");
    const isOn = Object.entries(values).every(([name, value]) => now.get(name) === value);
    preset.setAttribute("aria-pressed", String(isOn));
  }
  const hasSeed = fieldNamed(form, "seed")?.value !== "";
  document.getElementById("seed-lock")?.setAttribute("aria-pressed", String(hasSeed));
  showChoices(form);
  clearTimeout(summaryTimer);
  summaryTimer = setTimeout(() => void showSummary(form), SUMMARY_AFTER_MS);
}

function showCurl(form: HTMLFormElement): void {
  const place = document.getElementById("curl-command");
  const siteUrl = place?.dataset.site ?? location.origin;
  if (place !== null) place.textContent = curlCommand({ siteUrl, fields: requestOf(form) });
}

/** A reload, or the address sent to a friend, opens the panel as it stands. */
function showAddress(form: HTMLFormElement): void {
  if (location.pathname !== "/") return;
  const query = new URLSearchParams(choicesOf(form).map(([name, value]) => [name, value]));
  history.replaceState(history.state, "", `/?${query}${location.hash}`);
}

async function showSummary(form: HTMLFormElement): Promise<void> {
  const fields = choicesOf(form).filter(([name]) => name !== "prompt");
  // The old summary may stay where the server is out of reach: Generate will say so.
  await refreshPanel(form, { fields, parts: ["summary"] }).catch(() => {});
}
