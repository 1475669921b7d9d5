import {
  type Crop,
  cropBox,
  type CropSize,
  DEFAULT_CROP,
  MAX_ZOOM,
  MIN_ZOOM,
} from "../../contract/crop.ts";

/** An upright picture and the frame that a part of it is to fill. */
export interface CropScene {
  readonly picture: CropSize;
  readonly frame: CropSize;
}

/** A place in the picture, or a way across it, in fractions of its width and height. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What a visitor does to the frame. */
export type CropAction =
  | { readonly type: "moved"; readonly by: Place }
  /** The frame's middle is to be there, as far as the picture's edges allow. */
  | { readonly type: "aimed"; readonly at: Place }
  | { readonly type: "zoomed"; readonly zoom: number }
  | { readonly type: "reset" };

/** Finer than a pixel of what is shown; what is shown is what is sent, digit for digit. */
const PLACE_DIGITS = 4;
const ZOOM_DIGITS = 2;

/** The crop after an action. It is always legal, and nothing in it adds up over many actions. */
export function reduceCrop(scene: CropScene, crop: Crop, action: CropAction): Crop {
  switch (action.type) {
    case "moved":
      return moveCrop(scene, crop, action.by);
    case "aimed":
      return { ...crop, x: place(action.at.x), y: place(action.at.y) };
    case "zoomed":
      return { ...crop, zoom: round(clamp(action.zoom, MIN_ZOOM, MAX_ZOOM), ZOOM_DIGITS) };
    case "reset":
      return DEFAULT_CROP;
  }
}

/** Middle of the part that is shown, in fractions of the picture. */
export function shownMiddle({ picture, frame }: CropScene, crop: Crop): Place {
  const box = cropBox(picture, frame, crop);
  return {
    x: (box.left + box.width / 2) / picture.width,
    y: (box.top + box.height / 2) / picture.height,
  };
}

/** Starts from where the frame is seen: a focal point beyond that would take the first steps in vain. */
function moveCrop(scene: CropScene, crop: Crop, by: Place): Crop {
  const { picture, frame } = scene;
  const box = cropBox(picture, frame, crop);
  const middle = shownMiddle(scene, crop);
  return {
    ...crop,
    x: slide(crop.x, { middle: middle.x, length: box.width / picture.width, by: by.x }),
    y: slide(crop.y, { middle: middle.y, length: box.height / picture.height, by: by.y }),
  };
}

/** Where there is no room, the focal point is kept for a frame of another shape. */
function slide(
  focus: number,
  { middle, length, by }: { middle: number; length: number; by: number },
): number {
  const half = length / 2;
  if (by === 0 || half >= 0.5) return focus;
  return place(clamp(middle + by, half, 1 - half));
}

function place(value: number): number {
  return round(clamp(value, 0, 1), PLACE_DIGITS);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
