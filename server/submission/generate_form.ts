import * as v from "valibot";
import { numberRange } from "../../contract/control_range.ts";
import { type Crop, CROP_RANGES, DEFAULT_CROP } from "../../contract/crop.ts";
import { SHAPES } from "../../contract/frame_size.ts";
import { readSeed, seedRange } from "../../contract/seed.ts";
import { InputError } from "../errors.ts";
import type { SubmitRequest } from "../generation/generations.ts";
import type { Values } from "../wording/template.ts";
import { readHeader } from "../protocol/read_header.ts";
import { readIdempotencyKey } from "../protocol/idempotency_key.ts";

/** What all pictures of one form share. */
export type GenerateSettings = Pick<
  SubmitRequest,
  "modelId" | "seed" | "prompt" | "shape" | "crop" | "settings" | "idempotencyKey" | "isFresh"
>;

/** Which numbers are legal is the recipe's to say. */
const Decimal = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^\d{1,3}(\.\d{1,18})?$/),
  v.transform(Number),
);

const FIELDS = {
  model: v.optional(v.string()),
  seed: v.optional(v.pipe(
    v.string(),
    v.trim(),
    v.check((text) => readSeed(text) !== undefined),
    v.transform(Number),
  )),
  prompt: v.optional(v.string()),
  shape: v.optional(v.picklist(SHAPES)),
  crop_x: v.optional(Decimal),
  crop_y: v.optional(Decimal),
  crop_zoom: v.optional(Decimal),
  cache: v.optional(v.picklist(["on", "off"]), "on"),
};

/** What is wrong with a field, by its name: the parameters of `invalid-setting`. */
const FAULTS: Readonly<Record<string, Values>> = {
  seed: { kind: "range", name: "seed", legal: seedRange() },
  shape: { kind: "shape", shapes: SHAPES },
  crop_x: { kind: "range", name: "crop_x", legal: numberRange(CROP_RANGES.x) },
  crop_y: { kind: "range", name: "crop_y", legal: numberRange(CROP_RANGES.y) },
  crop_zoom: { kind: "range", name: "crop_zoom", legal: numberRange(CROP_RANGES.zoom) },
  cache: { kind: "cache" },
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
    const names = parsed.issues.map((issue) => v.getDotPath(issue) ?? "");
    const faults = names.map((name) => FAULTS[name] ?? {});
    const [field = ""] = names;
    throw new InputError("invalid-setting", { kind: "several", faults }, { field });
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
  const directives = (readHeader(headers, "cache-control") ?? "").split(",");
  return directives.some((directive) => /^\s*no-cache\s*(=|$)/i.test(directive));
}
