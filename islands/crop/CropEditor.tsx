import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { type FrameSizes, nearestSize, type Shape, shapeOf } from "../../contract/frame_size.ts";
import { type Crop, type CropSize, MAX_ZOOM, MIN_ZOOM } from "../../contract/crop.ts";
import { partSentence } from "./crop_words.ts";
import { type CropScene, reduceCrop } from "./crop_state.ts";
import { CropArea } from "./CropArea.tsx";
import { shapeChoices } from "./shape_choice.ts";
import { ShapeRadios } from "./ShapeRadios.tsx";
import { usePictureSize } from "./use_picture_size.ts";

interface CropEditorProps {
  /** Address of the picture, an object URL for one. */
  readonly url: string;
  /** The picture's own size where what is at the address is smaller. */
  readonly size?: CropSize | undefined;
  /** What stands there where this browser cannot show the picture. */
  readonly unshown: ComponentChildren;
  /** What the model can make. */
  readonly sizes: FrameSizes;
  /** The chosen shape; without one it is the nearest to the picture's. */
  readonly shape?: Shape | undefined;
  readonly crop: Crop;
  /** Whether the frame can be moved now; without it the picture shows what is sent. */
  readonly isMovable: boolean;
  onShape(shape: Shape): void;
  onCrop(crop: Crop): void;
}

/**
 * Shows which part of the picture is sent and lets the visitor choose another one. The part is that
 * of `cropBox`, by which the server cuts it out. Import it when a picture was chosen.
 */
export function CropEditor(props: CropEditorProps) {
  const { url, sizes, shape, crop, isMovable, onShape, onCrop } = props;
  const shown = usePictureSize(url);
  if (shown === undefined) return <div class="crop-area" />;
  if (shown === "unreadable") return <>{props.unshown}</>;
  const picture = props.size ?? shown;
  const frame = nearestSize(sizes, picture, shape);
  const scene = { picture, frame };
  return (
    <div class="flex flex-col gap-2">
      {/* Another picture is another area, on which nobody has a finger. */}
      <CropArea key={url} url={url} scene={scene} crop={crop} onCrop={onCrop} />
      <p class="text-fine text-muted">
        {isMovable && "Drag the frame or tap the picture. "}
        {partSentence(scene, crop)}
      </p>
      <p id="crop-keys" class="quiet">
        Arrow keys move the frame, with Shift in larger steps; plus and minus zoom, Home starts
        over.
      </p>
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <ShapeRadios
          shapes={shapeChoices(sizes, picture)}
          chosen={shapeOf(frame)}
          choose={onShape}
        />
        <ZoomSlider scene={scene} crop={crop} onCrop={onCrop} />
      </div>
    </div>
  );
}

interface ZoomSliderProps extends Pick<CropEditorProps, "crop" | "onCrop"> {
  readonly scene: CropScene;
}

function ZoomSlider({ scene, crop, onCrop }: ZoomSliderProps) {
  const id = useId();
  return (
    <div class="crop-zooming text-fine">
      <label for={id} class="font-bold">Zoom</label>
      <input
        id={id}
        class="crop-zoom"
        type="range"
        min={MIN_ZOOM}
        max={MAX_ZOOM}
        step="0.01"
        value={crop.zoom}
        aria-valuetext={`${crop.zoom} times`}
        onInput={({ currentTarget }) =>
          onCrop(reduceCrop(scene, crop, { type: "zoomed", zoom: Number(currentTarget.value) }))}
      />
      <button
        type="button"
        class="button"
        aria-label="Reset the frame"
        onClick={() => onCrop(reduceCrop(scene, crop, { type: "reset" }))}
      >
        Reset
      </button>
    </div>
  );
}
