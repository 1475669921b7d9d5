import type { PanelView } from "../../contract/panel.ts";

/** Id of the studio's form. */
export const STUDIO_FORM = "studio-form";

/** What the form holds before the script is there. */
export interface HeldForm {
  readonly model: string;
  readonly values: PanelView["values"];
}

/**
 * What a visitor has chosen before the script came, or the browser has filled in again after a
 * reload; what the server sent, where there is no form yet.
 */
export function heldForm({ model, values }: PanelView): HeldForm {
  const form = "document" in globalThis ? document.forms.namedItem(STUDIO_FORM) : null;
  if (form === null) return { model: model.id, values };
  const held = new FormData(form);
  // Of a repeated field the last counts.
  const textOf = (name: string, other: string) => String(held.getAll(name).at(-1) ?? other);
  return {
    model: textOf("model", model.id),
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, textOf(name, value)]),
    ),
  };
}
