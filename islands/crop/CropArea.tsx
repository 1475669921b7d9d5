import { useRef } from "preact/hooks";
import { type Crop, cropBox } from "../../contract/crop.ts";
import { actionOfKey } from "./crop_keys.ts";
import { type CropAction, type CropScene, reduceCrop, shownMiddle } from "./crop_state.ts";
import { positionText } from "./crop_words.ts";
import { useCropGestures } from "./use_crop_gestures.ts";

interface CropAreaProps {
  readonly url: string;
  readonly scene: CropScene;
  readonly crop: Crop;
  onCrop(crop: Crop): void;
}

/** The whole picture, dimmed but for the part in the frame. */
export function CropArea({ url, scene, crop, onCrop }: CropAreaProps) {
  const area = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  useCropGestures({ area, frame }, { scene, crop, onCrop });

  const act = (action: CropAction) => onCrop(reduceCrop(scene, crop, action));
  const aim = ({ clientX, clientY }: MouseEvent) => {
    const shown = area.current?.getBoundingClientRect();
    if (shown === undefined) return;
    const at = {
      x: (clientX - shown.left) / shown.width,
      y: (clientY - shown.top) / shown.height,
    };
    act({ type: "aimed", at });
  };
  const pressKey = (event: KeyboardEvent) => {
    const action = actionOfKey(event, crop);
    if (action === undefined) return;
    event.preventDefault();
    act(action);
  };

  const { picture } = scene;
  return (
    <div
      ref={area}
      class="crop-area"
      style={{ "--ratio": String(picture.width / picture.height) }}
      onClick={(event) => {
        if (!frame.current?.contains(event.target as Node)) aim(event);
      }}
      onDblClick={aim}
    >
      <img src={url} alt="The picture you chose" draggable={false} class="h-full w-full" />
      <div
        ref={frame}
        class="crop-frame"
        role="slider"
        tabIndex={0}
        aria-label="Part of the picture that is sent"
        aria-describedby="crop-keys"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(shownMiddle(scene, crop).x * 100)}
        aria-valuetext={positionText(scene, crop)}
        style={frameStyle(scene, crop)}
        onKeyDown={pressKey}
      />
    </div>
  );
}

function frameStyle({ picture, frame }: CropScene, crop: Crop) {
  const { left, top, width, height } = cropBox(picture, frame, crop);
  return {
    left: `${100 * left / picture.width}%`,
    top: `${100 * top / picture.height}%`,
    width: `${100 * width / picture.width}%`,
    height: `${100 * height / picture.height}%`,
  };
}
