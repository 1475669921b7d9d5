import { type Crop, cropBox } from "../../contract/crop.ts";
import { formatShare } from "../../contract/units.ts";
import { type CropScene, shownMiddle } from "./crop_state.ts";

/** A part this much smaller than the video's frame looks soft in it. */
const SOFT_BELOW = 0.6;

/** Where the frame stands, for those who cannot see it. */
export function positionText(scene: CropScene, crop: Crop): string {
  const { x, y } = shownMiddle(scene, crop);
  return `Middle ${formatShare(x)} across and ${formatShare(y)} down, zoom ${crop.zoom}`;
}

/** What becomes of the part in the frame. */
export function partSentence({ picture, frame }: CropScene, crop: Crop): string {
  const box = cropBox(picture, frame, crop);
  const sent = `${sizeWord(box)} pixels become ${sizeWord(frame)}.`;
  return box.width < frame.width * SOFT_BELOW
    ? `${sent} That is little: the video will look soft.`
    : sent;
}

/** Stays on one line. */
function sizeWord({ width, height }: { readonly width: number; readonly height: number }): string {
  return `${Math.round(width)}×${Math.round(height)}`;
}
