import type { PanelFacts } from "../../contract/panel.ts";
import { recipeFields } from "../../contract/recipe_fields.ts";

/** What the panel stands at as fields of `POST /generate`; defaults need not be sent. */
export function panelFields(panel: PanelFacts): (readonly [name: string, value: string])[] {
  const { model, prompt, seed, shape } = panel;
  const chosen = model.controls.filter((control) =>
    panel.settings[control.id] !== undefined && panel.settings[control.id] !== control.default
  );
  const settings = Object.fromEntries(
    chosen.map(({ id }) => [id, panel.settings[id] ?? ""]),
  );
  return recipeFields({ model: model.id, prompt, seed, shape, settings });
}
