import type { Preset } from "../../contract/model.ts";
import type { PanelValues } from "../../contract/panel.ts";
import type { Panel } from "./panel.ts";
import { textsOf } from "./panel_values.ts";

/** Named sets of values. Without scripting the server lays them over the form and shows it again. */
export function PresetButtons({ panel }: { readonly panel: Panel }) {
  const { view: { model: { presets } }, values } = panel.state.value;
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
              aria-pressed={isOn(preset, values)}
              onClick={(event) => {
                event.preventDefault();
                panel.apply(preset);
              }}
            >
              {preset.name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function isOn({ settings, prompt }: Preset, values: PanelValues): boolean {
  return Object.entries(textsOf(settings)).every(([id, text]) => values[id] === text) &&
    (prompt === undefined || prompt === values.prompt);
}
