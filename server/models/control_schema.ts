import * as v from "valibot";
import { PositiveNumber, SentenceSchema, SlugSchema } from "./schema_parts.ts";

/** As `ControlValue`. */
export const CONTROL_VALUE = v.union([
  v.string(),
  v.pipe(v.number(), v.finite("must be a finite number")),
  v.boolean(),
]);

const facts = {
  id: SlugSchema,
  name: SentenceSchema,
  hint: v.optional(SentenceSchema),
  isAdvanced: v.boolean(),
};

const option = v.strictObject({ value: SentenceSchema, name: SentenceSchema });

/** One control of a model's JSON file; whether its default is legal is checked by `crossFaults`. */
export const ControlSchema = v.variant("kind", [
  v.strictObject({
    kind: v.literal("number"),
    ...facts,
    min: v.pipe(v.number(), v.finite("must be a finite number")),
    max: v.pipe(v.number(), v.finite("must be a finite number")),
    step: PositiveNumber,
    default: v.number(),
    unit: v.optional(SentenceSchema),
  }),
  v.strictObject({
    kind: v.literal("choice"),
    ...facts,
    options: v.pipe(v.array(option), v.minLength(1, "must have at least one option")),
    default: v.string(),
  }),
  v.strictObject({ kind: v.literal("switch"), ...facts, default: v.boolean() }),
  v.strictObject({
    kind: v.literal("text"),
    ...facts,
    maxLength: v.pipe(
      v.number(),
      v.integer("must be a whole number"),
      v.minValue(1, "must be at least 1"),
    ),
    default: v.string(),
  }),
]);
