import { useId } from "preact/hooks";
import type { CropSize } from "../../contract/crop.ts";
import type { Shape } from "../../contract/frame_size.ts";
import type { ShapeChoice } from "./shape_choice.ts";

interface ShapeRadiosProps {
  readonly shapes: readonly ShapeChoice[];
  readonly chosen: Shape;
  choose(shape: Shape): void;
}

/** Switches between the shapes. The form's own field of the shape is for the page to set. */
export function ShapeRadios({ shapes, chosen, choose }: ShapeRadiosProps) {
  const id = useId();
  if (shapes.length < 2) return null;
  return (
    <fieldset class="flex flex-wrap gap-2">
      <legend class="quiet">Shape of the video</legend>
      {shapes.map(({ value, name, frame }) => (
        <label key={value} class="crop-shape">
          {/* No form has that id, so it belongs to none and is not sent. */}
          <input
            class="quiet"
            type="radio"
            name={`${id}-shape`}
            form={`${id}-none`}
            value={value}
            checked={value === chosen}
            onChange={() => choose(value)}
          />
          <span class="button">
            <ShapeSign frame={frame} />
            {name}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

const SIGN_SIZE = 16;

function ShapeSign({ frame }: { readonly frame: CropSize }) {
  const scale = (SIGN_SIZE - 2) / Math.max(frame.width, frame.height);
  const width = frame.width * scale, height = frame.height * scale;
  return (
    <svg
      width={SIGN_SIZE}
      height={SIGN_SIZE}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      aria-hidden="true"
    >
      <rect
        x={(SIGN_SIZE - width) / 2}
        y={(SIGN_SIZE - height) / 2}
        width={width}
        height={height}
        rx="1"
      />
    </svg>
  );
}
