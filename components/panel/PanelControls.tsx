import type { PanelFacts } from "../../contract/panel.ts";
import type { Control } from "../../contract/model.ts";
import { SiteLink } from "../SiteLink.tsx";
import { panelFields } from "./panel_fields.ts";
import { ControlField } from "./ControlField.tsx";
import { CurlDrawer } from "./CurlDrawer.tsx";
import { sizeList } from "./model_words.ts";
import { SeedField } from "./SeedField.tsx";
import { ShapeField } from "./ShapeField.tsx";

/** The model's own controls, the rarer ones in a drawer. */
export function PanelControls({ panel }: { readonly panel: PanelFacts }) {
  const { controls, shapes, id, name } = panel.model;
  const advanced = controls.filter(({ isAdvanced }) => isAdvanced);
  return (
    <div data-panel="controls">
      <fieldset
        class={GRID}
        data-sizes={sizeList(panel.model)}
      >
        <legend class="quiet">Settings of {name}</legend>
        <Fields controls={controls.filter(({ isAdvanced }) => !isAdvanced)} panel={panel} />
        <ShapeField shapes={shapes} shape={panel.shape} />
        <SeedField seed={panel.seed} />
      </fieldset>
      <div class="mt-3 flex flex-wrap items-start gap-3">
        {advanced.length > 0 && (
          <details id="advanced" class="drawer">
            <summary class="button">
              Advanced <span class="chevron text-cyan" aria-hidden="true" />
            </summary>
            <fieldset class={DRAWER_GRID}>
              <legend class="quiet">Advanced settings</legend>
              <Fields controls={advanced} panel={panel} />
            </fieldset>
          </details>
        )}
        <CurlDrawer siteUrl={panel.siteUrl} fields={panelFields(panel)} />
        <SiteLink class="button" href={`/?model=${id}#studio`} data-act="reset">
          Reset to defaults
        </SiteLink>
      </div>
    </div>
  );
}

interface FieldsProps {
  readonly controls: readonly Control[];
  readonly panel: PanelFacts;
}

function Fields({ controls, panel }: FieldsProps) {
  return (
    <>
      {controls.map((control) => (
        <ControlField
          key={control.id}
          control={control}
          value={panel.settings[control.id] ?? control.default}
        />
      ))}
    </>
  );
}

const GRID = "grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3";
const DRAWER_GRID = "mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3";
