import { type Crop, cropBox, type CropSize } from "../../contract/crop.ts";
import { type FrameSizes, nearestSize, type Shape } from "../../contract/frame_size.ts";
import { usePictureSize } from "../crop/use_picture_size.ts";

/** The picture, and what is sent of it. */
export interface WaitingPictureProps {
  /** Address of the picture, an object URL for one. */
  readonly url: string;
  /** What the model can make. */
  readonly sizes: FrameSizes;
  readonly shape?: Shape | undefined;
  readonly crop: Crop;
  /** The camera move that was asked for. */
  readonly move?: string | undefined;
}

/** The part of the picture that was sent, in slow motion: a preview until there is a video. */
export function WaitingPicture({ url, sizes, shape, crop, move }: WaitingPictureProps) {
  const picture = usePictureSize(url);
  if (picture === undefined || picture === "unreadable") return null;
  const frame = nearestSize(sizes, picture, shape);
  return (
    <div class="waiting" style={{ "--ratio": String(frame.width / frame.height) }}>
      <div class={`h-full w-full ${motionClass(move)}`}>
        <img src={url} alt="" class="waiting-picture" style={partStyle(picture, frame, crop)} />
      </div>
    </div>
  );
}

/** Lays the picture so that the part covers what it stands in. */
function partStyle(picture: CropSize, frame: CropSize, crop: Crop) {
  const box = cropBox(picture, frame, crop);
  return {
    left: `${-100 * box.left / box.width}%`,
    top: `${-100 * box.top / box.height}%`,
    width: `${100 * picture.width / box.width}%`,
    height: `${100 * picture.height / box.height}%`,
  };
}

/** Class of the motion that comes nearest to a camera move; others, and none, just drift. */
export function motionClass(move: string | undefined): string {
  return MOTION_CLASSES.get(move) ?? "animate-drift";
}

const MOTION_CLASSES: ReadonlyMap<string | undefined, string> = new Map([
  ["push-in", "waiting-push-in"],
  ["pull-back", "waiting-pull-back"],
  ["drift-left", "waiting-drift-left"],
  ["drift-right", "waiting-drift-right"],
  ["orbit", "waiting-orbit"],
  ["rise", "waiting-rise"],
]);
