import type { Shape } from "../../contract/frame_size.ts";
import { SHAPE_NAMES } from "./control_words.ts";
import { ControlFrame, controlId, describedBy } from "./ControlFrame.tsx";

interface ShapeFieldProps {
  readonly shapes: readonly Shape[];
  readonly shape: Shape | undefined;
}

/** The video's shape; left alone it is the one nearest to the picture's. */
export function ShapeField({ shapes, shape }: ShapeFieldProps) {
  if (shapes.length < 2) return null;
  return (
    <ControlFrame name="shape" label="Shape">
      <select
        id={controlId("shape")}
        name="shape"
        class="field"
        aria-describedby={describedBy("shape", undefined)}
        data-default=""
      >
        <option value="">As the picture</option>
        {shapes.map((legal) => (
          <option key={legal} value={legal} selected={legal === shape}>
            {SHAPE_NAMES[legal]}
          </option>
        ))}
      </select>
    </ControlFrame>
  );
}
