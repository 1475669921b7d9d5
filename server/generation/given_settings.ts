import { isInRange, numberRange } from "../../contract/control_range.ts";
import { type Crop, CROP_RANGES, DEFAULT_CROP, isSameCrop } from "../../contract/crop.ts";
import { type Shape, shapesOf } from "../../contract/frame_size.ts";
import { InputError } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { PictureFacts } from "./generation.ts";

/** The settings of a request as the visitor gave them; blank ones are left out. */
export interface GivenSettings {
  readonly modelId?: string | undefined;
  readonly seed?: number | undefined;
  readonly prompt?: string | undefined;
  readonly shape?: Shape | undefined;
  readonly crop?: Crop | undefined;
  /** By control id, as text. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * What tells one request from another under the same `Idempotency-Key`: SHA-256, in hexadecimal, of
 * the picture and the settings as they were given, before anything was decided for the visitor.
 */
export async function fingerprintOf(picture: PictureFacts, given: GivenSettings): Promise<string> {
  const { modelId, seed, prompt, shape, crop } = given;
  const settings = Object.entries(given.settings).sort(([one], [other]) => one < other ? -1 : 1);
  const more = [prompt, settings.length > 0 ? settings : undefined, shape, crop];
  // Keys of the time when there was nothing more go on to find their answers.
  const isMore = more.some((value) => value !== undefined);
  const facts = [picture.sha256, modelId ?? null, seed ?? null, ...(isMore ? more : [])];
  const digest = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(JSON.stringify(facts)),
  );
  return new Uint8Array(digest).toHex();
}

/** @throws {InputError} `invalid-setting` for a shape that the model does not make */
export function checkShape(model: Model, shape: Shape): void {
  const shapes = shapesOf(model.sizes);
  if (shapes.includes(shape)) return;
  throw new InputError("invalid-setting", {
    kind: "shape-of-model",
    shapes,
    modelName: model.name,
  }, { field: "shape" });
}

/**
 * Absent for the middle of the picture, which is what is sent without a crop.
 *
 * @throws {InputError} `invalid-setting` naming the field that is out of range
 */
export function readCrop(crop: Crop | undefined): Crop | undefined {
  if (crop === undefined) return undefined;
  for (const name of ["x", "y", "zoom"] as const) {
    if (isInRange(CROP_RANGES[name], crop[name])) continue;
    const [field, range] = [`crop_${name}`, numberRange(CROP_RANGES[name])];
    throw new InputError("invalid-setting", { kind: "range", name: field, legal: range }, {
      field,
    });
  }
  const { x, y, zoom } = crop;
  return isSameCrop(crop, DEFAULT_CROP) ? undefined : { x, y, zoom };
}
