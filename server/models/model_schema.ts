import * as v from "valibot";
import { SHAPES } from "../../contract/frame_size.ts";
import { CONTROL_VALUE, ControlSchema } from "./control_schema.ts";
import { PROVIDER_IDS } from "./model.ts";
import { isProviderModelId } from "./provider_model_id.ts";
import { dollarsByOption, PositiveNumber, SentenceSchema, SlugSchema } from "./schema_parts.ts";

const size = v.strictObject({ width: evenPixels(), height: evenPixels() });

const source = v.strictObject({
  url: v.pipe(v.string(), v.regex(/^https:\/\/[^/\s]+/, "must be an https address")),
  readOn: v.pipe(v.string(), v.isoDate("must be a day like 2026-11-22")),
});

const billedFps = v.optional(PositiveNumber);

const price = v.variant("kind", [
  v.strictObject({ kind: v.literal("free") }),
  v.strictObject({ kind: v.literal("per-video"), usd: PositiveNumber, source }),
  v.strictObject({
    kind: v.literal("per-video-by"),
    control: SlugSchema,
    usd: dollarsByOption,
    longer: v.optional(v.strictObject({ aboveFrames: PositiveNumber, times: PositiveNumber })),
    source,
  }),
  v.strictObject({ kind: v.literal("per-second"), usd: PositiveNumber, fps: billedFps, source }),
  v.strictObject({
    kind: v.literal("per-second-by"),
    control: SlugSchema,
    usd: dollarsByOption,
    fps: billedFps,
    source,
  }),
  v.strictObject({ kind: v.literal("per-megapixel"), usd: PositiveNumber, source }),
  v.strictObject({ kind: v.literal("running-time"), usdPerHour: v.optional(PositiveNumber) }),
  v.strictObject({ kind: v.literal("own-electricity") }),
  v.strictObject({ kind: v.literal("unknown") }),
]);

const valueNames = v.record(v.string(), CONTROL_VALUE);

const parameter = v.strictObject({
  name: SentenceSchema,
  as: v.optional(v.picklist(["string", "number"])),
  values: v.optional(valueNames),
  valuesByShape: v.optional(
    v.strictObject(v.entriesFromList(SHAPES, valueNames)),
  ),
});

const route = v.strictObject({
  provider: v.picklist(PROVIDER_IDS),
  providerModel: v.optional(
    v.pipe(v.string(), v.check(isProviderModelId, "must be names with slashes between them")),
  ),
  onlyIfMapped: v.optional(v.boolean()),
  parameters: v.record(
    v.string(),
    v.union([parameter, v.pipe(v.array(parameter), v.minLength(1, "must not be empty"))]),
  ),
  constants: v.optional(v.record(v.string(), v.unknown())),
  price,
  workflow: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]+\.json$/, "must be a file name.json"))),
  maxImageBytes: v.optional(
    v.pipe(
      v.number(),
      v.integer("must be a whole number"),
      v.minValue(1024, "must be at least 1024"),
    ),
  ),
});

const prompt = v.variant("need", [
  v.strictObject({ need: v.literal("none") }),
  v.strictObject({
    need: v.picklist(["required", "optional"]),
    default: v.string(),
    maxLength: v.pipe(
      v.number(),
      v.integer("must be a whole number"),
      v.minValue(1, "must be at least 1"),
    ),
  }),
]);

const preset = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z\d]+(-[a-z\d]+)*$/, "must be kebab-case")),
  name: SentenceSchema,
  settings: v.record(v.string(), CONTROL_VALUE),
  prompt: v.optional(SentenceSchema),
});

const seconds = v.pipe(v.number(), v.minValue(0, "must be at least 0"));

/** A model's JSON file, key by key; what keys say of one another is checked by `crossFaults`. */
export const ModelSchema = v.strictObject({
  /** Where editors find what a file may hold; means nothing here. */
  "$schema": v.optional(v.string()),
  id: v.pipe(v.string(), v.regex(/^[a-z\d]+([.-][a-z\d]+)*$/, "must be kebab-case")),
  name: SentenceSchema,
  maker: SentenceSchema,
  label: SentenceSchema,
  summary: SentenceSchema,
  hubId: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]+\/[\w.-]+$/, "must be owner/name"))),
  licence: v.strictObject({
    name: SentenceSchema,
    url: v.pipe(v.string(), v.regex(/^(https:\/\/|\/)/, "must be an https address or a path")),
    note: v.optional(SentenceSchema),
  }),
  prompt,
  sizes: v.tupleWithRest([size], size),
  controls: v.array(ControlSchema),
  fixed: v.optional(v.strictObject({
    frames: v.optional(PositiveNumber),
    fps: v.optional(PositiveNumber),
    seconds: v.optional(PositiveNumber),
  })),
  presets: v.array(preset),
  usualSeconds: v.strictObject({ low: seconds, high: seconds }),
  routes: v.tupleWithRest([route], route),
});

function evenPixels() {
  return v.pipe(
    v.number(),
    v.integer("must be a whole number of pixels"),
    v.minValue(64, "must be at least 64 pixels"),
    v.maxValue(4096, "must be at most 4096 pixels"),
    v.multipleOf(2, "must be even: video needs it"),
  );
}
