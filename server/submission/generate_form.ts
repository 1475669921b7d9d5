import * as v from "valibot";
import type { Crop } from "../../contract/crop.ts";
import { SHAPES } from "../../contract/frame_size.ts";
import { MAX_SEED } from "../../contract/seed.ts";
import { InputError } from "../errors.ts";
import type { SubmitRequest } from "../generation/generations.ts";
import { readIdempotencyKey } from "../protocol/idempotency_key.ts";

/** What all pictures of one form share. */
export type GenerateSettings = Pick<
  SubmitRequest,
  "modelId" | "seed" | "prompt" | "shape" | "crop" | "settings" | "idempotencyKey" | "isFresh"
>;

const seedFault = `seed must be a whole number from 0 to ${MAX_SEED}`;

function decimal(fault: string) {
  return v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^\d{1,3}(\.\d{1,18})?$/, fault),
    v.transform(Number),
  );
}

/** A place in the picture; which numbers are legal is the recipe's to say. */
function place(name: string) {
  return v.optional(decimal(`${name} must be a number from 0 to 1`));
}

const FIELDS = {
  model: v.optional(v.string()),
  seed: v.optional(v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^\d{1,10}$/, seedFault),
    v.transform(Number),
    v.maxValue(MAX_SEED, seedFault),
  )),
  prompt: v.optional(v.string()),
  shape: v.optional(v.picklist(SHAPES, `shape must be ${SHAPES.join(", ")} or left out`)),
  crop_x: place("crop_x"),
  crop_y: place("crop_y"),
  crop_zoom: v.optional(decimal("crop_zoom must be a number, 1 or more")),
  cache: v.optional(v.picklist(["on", "off"], "cache must be on or off"), "on"),
};

const GenerateFields = v.object(FIELDS);

/**
 * Reads the settings beside the pictures; blank ones count as not given, and every field that is not
 * listed here is the value of one of the model's controls. `cache=off`, or
 * `Cache-Control: no-cache` (RFC 9111 section 5.2.1.4), asks for a new film.
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
  return { x: x ?? 0.5, y: y ?? 0.5, zoom: zoom ?? 1 };
}

function asksForNoCache(headers: Headers): boolean {
  const directives = (headers.get("cache-control") ?? "").split(",");
  return directives.some((directive) => /^\s*no-cache\s*(=|$)/i.test(directive));
}
