import * as v from "valibot";
import { InputError } from "../generation/errors.ts";
import type { SubmitRequest } from "../generation/generations.ts";
import { MAX_SEED } from "../generation/recipe.ts";
import { readIdempotencyKey } from "./idempotency_key.ts";

/** What all pictures of one form share. */
export type GenerateSettings = Pick<
  SubmitRequest,
  "modelId" | "seed" | "idempotencyKey" | "isFresh"
>;

const seedFault = `seed must be a whole number from 0 to ${MAX_SEED}`;

const GenerateFields = v.object({
  model: v.optional(v.string()),
  seed: v.optional(v.pipe(
    v.string(),
    v.regex(/^\d{1,10}$/, seedFault),
    v.transform(Number),
    v.maxValue(MAX_SEED, seedFault),
  )),
  cache: v.optional(v.picklist(["on", "off"], "cache must be on or off"), "on"),
});

/**
 * Reads the settings beside the pictures; blank ones count as not given, unknown ones are ignored.
 * `cache=off`, or `Cache-Control: no-cache` (RFC 9111 section 5.2.1.4), asks for a new film.
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
    const faults = parsed.issues.map((issue) => issue.message).join("; ");
    throw new InputError("invalid-setting", `${faults}.`);
  }
  const { model, seed, cache } = parsed.output;
  return {
    modelId: model,
    seed,
    idempotencyKey: readIdempotencyKey(headers),
    isFresh: cache === "off" || asksForNoCache(headers),
  };
}

function asksForNoCache(headers: Headers): boolean {
  const directives = (headers.get("cache-control") ?? "").split(",");
  return directives.some((directive) => /^\s*no-cache\s*(=|$)/i.test(directive));
}
