import { SHAPE_NAMES } from "./control_words.ts";
import { ControlFrame, fieldProps } from "./ControlFrame.tsx";
import type { Panel } from "./panel.ts";

/** The video's shape; left alone it is the one nearest to the picture's. */
export function ShapeField({ panel }: { readonly panel: Panel }) {
  const { shapes } = panel.state.value.view.model;
  if (shapes.length < 2) return null;
  return (
    <ControlFrame panel={panel} name="shape" label="Shape">
      <select {...fieldProps<HTMLSelectElement>(panel, "shape")} class="field">
        <option value="">As the picture</option>
        {shapes.map((legal) => <option key={legal} value={legal}>{SHAPE_NAMES[legal]}</option>)}
      </select>
    </ControlFrame>
  );
}
