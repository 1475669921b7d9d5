import { clearFault } from "./panel_faults.ts";
import { chosenModel, fieldNamed, setValue } from "./panel_form.ts";
import { refreshPanel } from "./panel_refresh.ts";
import { randomSeed } from "../../contract/seed.ts";

/** What the buttons of the panel are for. */
export type PanelAct = "preset" | "shuffle" | "lock" | "reset" | "copy";

interface Choice {
  readonly button: HTMLElement;
  readonly name: PanelAct;
  /** Called when fields have another value. */
  changed(): void;
}

/** Does it. */
export async function choose(form: HTMLFormElement, { button, name, changed }: Choice) {
  switch (name) {
    case "preset":
      fill(form, JSON.parse(button.dataset.values ?? "{}"));
      return changed();
    case "shuffle":
      fill(form, { seed: String(randomSeed()) });
      return changed();
    case "lock":
      fill(form, { seed: isPressed(button) ? "" : form.dataset.seed ?? String(randomSeed()) });
      return changed();
    case "reset":
      await refreshPanel(form, {
        fields: [["model", chosenModel(form)]],
        parts: ["choices", "summary", "controls"],
      });
      return changed();
    case "copy":
      return await copy(button);
  }
}

function fill(form: HTMLFormElement, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    const field = fieldNamed(form, name);
    if (field === undefined) continue;
    setValue(field, value);
    clearFault(field);
  }
}

function isPressed(button: HTMLElement): boolean {
  return button.getAttribute("aria-pressed") === "true";
}

/** Where nothing may be copied, as on a page without TLS, the command is selected instead. */
async function copy(button: HTMLElement): Promise<void> {
  const command = document.getElementById("curl-command");
  const label = button.querySelector("span");
  if (command === null || label === null) return;
  try {
    await navigator.clipboard.writeText(command.textContent ?? "");
    label.textContent = "Copied";
  } catch {
    getSelection()?.selectAllChildren(command);
    label.textContent = "Press Ctrl+C";
  }
}
