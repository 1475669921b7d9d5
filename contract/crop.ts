/** Which part of a picture is sent: server and browser compute it alike, so what is shown is sent. */
import { isInRange, type NumberRange } from "./control_range.ts";

/** The visitor's choice, independent of the picture's and the frame's size. */
export interface Crop {
  /** Focal point as a fraction of the upright picture: 0 is its left or top edge, 1 the other. */
  readonly x: number;
  readonly y: number;
  /** 1 shows the largest part that has the frame's shape; 2 half of its width, and so on. */
  readonly zoom: number;
}

/** A width and a height in any unit. */
export interface CropSize {
  readonly width: number;
  readonly height: number;
}

/** A part of a picture in its pixels, which it may cut in pieces. */
export interface CropBox extends CropSize {
  readonly left: number;
  readonly top: number;
}

export const MIN_ZOOM = 1;
export const MAX_ZOOM = 4;

/** What each value of a crop may be. */
export const CROP_RANGES: Readonly<Record<keyof Crop, NumberRange>> = {
  x: { min: 0, max: 1 },
  y: { min: 0, max: 1 },
  zoom: { min: MIN_ZOOM, max: MAX_ZOOM },
};

/** The middle, as much of it as fits. */
export const DEFAULT_CROP: Crop = { x: 0.5, y: 0.5, zoom: MIN_ZOOM };

/**
 * The part of an upright `picture` that fills `frame`: exactly of the frame's shape, around the focal
 * point as far as the picture's edges allow, and never beyond them. Values out of range count as the
 * nearest legal ones.
 */
export function cropBox(picture: CropSize, frame: CropSize, crop: Crop): CropBox {
  const zoom = clamp(crop.zoom, MIN_ZOOM, MAX_ZOOM);
  const scale = Math.min(picture.width / frame.width, picture.height / frame.height) / zoom;
  const width = Math.min(frame.width * scale, picture.width);
  const height = Math.min(frame.height * scale, picture.height);
  return {
    left: clamp(crop.x * picture.width - width / 2, 0, picture.width - width),
    top: clamp(crop.y * picture.height - height / 2, 0, picture.height - height),
    width,
    height,
  };
}

/** Whether all three values are there and legal. */
export function isCrop(given: { readonly [key in keyof Crop]?: unknown }): given is Crop {
  const { x, y, zoom } = CROP_RANGES;
  return isInRange(x, given.x) && isInRange(y, given.y) && isInRange(zoom, given.zoom);
}

/** Whether two crops show the same part of every picture. */
export function isSameCrop(one: Crop, other: Crop): boolean {
  return one.x === other.x && one.y === other.y && one.zoom === other.zoom;
}

/** A crop as fields of `POST /generate`; none for the middle, which it is anyway. */
export function cropFields(crop: Crop = DEFAULT_CROP): (readonly [name: string, value: string])[] {
  if (isSameCrop(crop, DEFAULT_CROP)) return [];
  const { x, y, zoom } = crop;
  return [["crop_x", String(x)], ["crop_y", String(y)], ["crop_zoom", String(zoom)]];
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
