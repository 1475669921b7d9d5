import type { PanelFacts } from "../../contract/panel.ts";
import type { Preset } from "../../contract/model.ts";

/** Named sets of values. Without scripting the server lays them over the form and shows it again. */
export function PresetButtons({ panel }: { readonly panel: PanelFacts }) {
  const { presets } = panel.model;
  if (presets.length === 0) return null;
  return (
    <div role="group" aria-labelledby="presets-name">
      <p id="presets-name" class="text-fine font-bold">Motion</p>
      <ul class="mt-1 flex flex-wrap gap-2">
        {presets.map((preset) => (
          <li key={preset.id}>
            <button
              type="submit"
              class="button preset"
              id={`preset-${preset.id}`}
              formMethod="get"
              formAction="/"
              formNoValidate
              name="preset"
              value={preset.id}
              aria-pressed={isOn(preset, panel)}
              data-act="preset"
              data-values={valuesOf(preset)}
            >
              {preset.name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the button sets, as JSON of texts by field. */
function valuesOf({ settings, prompt }: Preset): string {
  const values = Object.entries(settings).map(([id, value]) => [id, String(value)]);
  return JSON.stringify(Object.fromEntries([
    ...values,
    ...prompt === undefined ? [] : [["prompt", prompt]],
  ]));
}

function isOn({ settings, prompt }: Preset, panel: PanelFacts): boolean {
  return Object.entries(settings).every(([id, value]) => panel.settings[id] === value) &&
    (prompt === undefined || prompt === panel.prompt);
}
