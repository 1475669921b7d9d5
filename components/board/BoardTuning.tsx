import type { BoardFacts } from "../../contract/board.ts";
import type { Control } from "../../contract/model.ts";
import { SiteLink } from "../SiteLink.tsx";
import { boardFields } from "./board_fields.ts";
import { ControlField } from "./ControlField.tsx";
import { CurlDrawer } from "./CurlDrawer.tsx";
import { sizeList } from "./model_words.ts";
import { SeedField } from "./SeedField.tsx";
import { ShapeField } from "./ShapeField.tsx";

/** The model's own controls, the rarer ones in a drawer. */
export function BoardTuning({ board }: { readonly board: BoardFacts }) {
  const { controls, shapes, id, name } = board.model;
  const advanced = controls.filter(({ isAdvanced }) => isAdvanced);
  return (
    <div data-board="tuning">
      <fieldset
        class={GRID}
        data-sizes={sizeList(board.model)}
      >
        <legend class="quiet">Settings of {name}</legend>
        <Fields controls={controls.filter(({ isAdvanced }) => !isAdvanced)} board={board} />
        <ShapeField shapes={shapes} shape={board.shape} />
        <SeedField seed={board.seed} />
      </fieldset>
      <div class="mt-3 flex flex-wrap items-start gap-3">
        {advanced.length > 0 && (
          <details id="advanced" class="drawer">
            <summary class="button">
              Advanced <span class="chevron text-cyan" aria-hidden="true" />
            </summary>
            <fieldset class={DRAWER_GRID}>
              <legend class="quiet">Advanced settings</legend>
              <Fields controls={advanced} board={board} />
            </fieldset>
          </details>
        )}
        <CurlDrawer siteUrl={board.siteUrl} fields={boardFields(board)} />
        <SiteLink class="button" href={`/?model=${id}#studio`} data-act="reset">
          Reset to defaults
        </SiteLink>
      </div>
    </div>
  );
}

interface FieldsProps {
  readonly controls: readonly Control[];
  readonly board: BoardFacts;
}

function Fields({ controls, board }: FieldsProps) {
  return (
    <>
      {controls.map((control) => (
        <ControlField
          key={control.id}
          control={control}
          value={board.settings[control.id] ?? control.default}
        />
      ))}
    </>
  );
}

const GRID = "grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3";
const DRAWER_GRID = "mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3";
