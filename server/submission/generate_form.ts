import * as v from "valibot";
import { numberRange } from "../../contract/control_range.ts";
import { type Crop, CROP_RANGES, DEFAULT_CROP } from "../../contract/crop.ts";
import { SHAPES } from "../../contract/frame_size.ts";
import { readSeed, seedRange } from "../../contract/seed.ts";
import { InputError } from "../errors.ts";
import type { SubmitRequest } from "../generation/generations.ts";
import { readIdempotencyKey } from "../protocol/idempotency_key.ts";

/** What all pictures of one form share. */
export type GenerateSettings = Pick<
  SubmitRequest,
  "modelId" | "seed" | "prompt" | "shape" | "crop" | "settings" | "idempotencyKey" | "isFresh"
>;

/** A value of the crop; whether it is within its range is the recipe's to say. */
function cropValue(name: keyof Crop) {
  const fault = `crop_${name} must be ${numberRange(CROP_RANGES[name])}`;
  const decimal = v.regex(/^\d{1,3}(\.\d{1,18})?$/, fault);
  return v.optional(v.pipe(v.string(), v.trim(), decimal, v.transform(Number)));
}

const seed = v.pipe(
  v.string(),
  v.trim(),
  v.check((text) => readSeed(text) !== undefined, `seed must be ${seedRange()}`),
  v.transform(Number),
);

const FIELDS = {
  model: v.optional(v.string()),
  seed: v.optional(seed),
  prompt: v.optional(v.string()),
  shape: v.optional(v.picklist(SHAPES, `shape must be ${SHAPES.join(", ")} or left out`)),
  crop_x: cropValue("x"),
  crop_y: cropValue("y"),
  crop_zoom: cropValue("zoom"),
  cache: v.optional(v.picklist(["on", "off"], "cache must be on or off"), "on"),
};

const GenerateFields = v.object(FIELDS);

/**
 * Reads the settings beside the pictures; blank ones count as not given, and every field that is not
 * listed here is the value of one of the model's controls. `cache=off`, or
 * `Cache-Control: no-cache` (RFC 9111 section 5.2.1.4), asks for a new video.
 *
 * @throws {InputError} `invalid-setting` naming the field and its legal values, or
 *   `idempotency-key-malformed`
 */
export function readGenerateSettings(
  headers: Headers,
  fields: ReadonlyMap<string, string>,
): GenerateSettings {
  const given = [...fields].filter(([, value]) => value.trim() !== "");
  const parsed = v.safeParse(GenerateFields, Object.fromEntries(given));
  if (!parsed.success) {
    const [first, ...more] = parsed.issues;
    const faults = [first, ...more].map(({ message }) => message).join("; ");
    const field = v.getDotPath(first);
    throw new InputError("invalid-setting", `${faults}.`, field === null ? {} : { field });
  }
  const { model, seed, prompt, shape, cache } = parsed.output;
  return {
    modelId: model,
    seed,
    prompt,
    shape,
    crop: readCrop(parsed.output),
    settings: Object.fromEntries(given.filter(([name]) => !Object.hasOwn(FIELDS, name))),
    idempotencyKey: readIdempotencyKey(headers),
    isFresh: cache === "off" || asksForNoCache(headers),
  };
}

/** What is left out of a crop is as it would be without one. */
function readCrop(
  { crop_x: x, crop_y: y, crop_zoom: zoom }: v.InferOutput<typeof GenerateFields>,
): Crop | undefined {
  if (x === undefined && y === undefined && zoom === undefined) return undefined;
  return { x: x ?? DEFAULT_CROP.x, y: y ?? DEFAULT_CROP.y, zoom: zoom ?? DEFAULT_CROP.zoom };
}

function asksForNoCache(headers: Headers): boolean {
  const directives = (headers.get("cache-control") ?? "").split(",");
  return directives.some((directive) => /^\s*no-cache\s*(=|$)/i.test(directive));
}
