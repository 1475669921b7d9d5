import type { Control } from "../../contract/model.ts";
import { SiteLink } from "../SiteLink.tsx";
import { ControlField } from "./ControlField.tsx";
import { CurlDrawer } from "./CurlDrawer.tsx";
import { type Panel, showOpened } from "./panel.ts";
import { SeedField } from "./SeedField.tsx";
import { ShapeField } from "./ShapeField.tsx";

/** The model's own controls, the rarer ones in a drawer. */
export function PanelControls({ panel }: { readonly panel: Panel }) {
  const { controls, id, name } = panel.state.value.view.model;
  const advanced = controls.filter(({ isAdvanced }) => isAdvanced);
  return (
    <div data-panel="controls">
      <fieldset class={GRID}>
        <legend class="quiet">Settings of {name}</legend>
        <Fields controls={controls.filter(({ isAdvanced }) => !isAdvanced)} panel={panel} />
        <ShapeField panel={panel} />
        <SeedField panel={panel} />
      </fieldset>
      <div class="mt-3 flex flex-wrap items-start gap-3">
        {advanced.length > 0 && (
          <details id="advanced" class="drawer" onToggle={showOpened}>
            <summary class="button">
              Advanced <span class="chevron text-cyan" aria-hidden="true" />
            </summary>
            <fieldset class={DRAWER_GRID}>
              <legend class="quiet">Advanced settings</legend>
              <Fields controls={advanced} panel={panel} />
            </fieldset>
          </details>
        )}
        <CurlDrawer panel={panel} />
        <SiteLink
          class="button"
          href={`/?model=${id}#studio`}
          onClick={(event) => {
            event.preventDefault();
            panel.reset();
          }}
        >
          Reset to defaults
        </SiteLink>
      </div>
    </div>
  );
}

interface FieldsProps {
  readonly controls: readonly Control[];
  readonly panel: Panel;
}

function Fields({ controls, panel }: FieldsProps) {
  return (
    <>
      {controls.map((control) => <ControlField key={control.id} control={control} panel={panel} />)}
    </>
  );
}

const GRID = "grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3";
const DRAWER_GRID = "mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3";
