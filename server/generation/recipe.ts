import type { PictureFacts, Recipe } from "./generation.ts";

/** Largest seed: 2³¹ − 1. */
export const MAX_SEED = 2 ** 31 - 1;

/** The settings of a request as the visitor gave them. */
export interface GivenSettings {
  readonly modelId?: string | undefined;
  readonly seed?: number | undefined;
}

/** The settings with everything decided that the visitor left open. */
export function makeRecipe(modelId: string, seed: number | undefined): Recipe {
  return { modelId, seed: seed ?? randomSeed(), isSeedExplicit: seed !== undefined };
}

/** The recipe for another try: a chosen seed stays, any other is drawn anew. */
export function repeatRecipe({ modelId, seed, isSeedExplicit }: Recipe): Recipe {
  return makeRecipe(modelId, isSeedExplicit ? seed : undefined);
}

/**
 * What tells one request from another under the same `Idempotency-Key`: SHA-256, in hexadecimal, of
 * the picture and the settings as they were given, before anything was decided for the visitor.
 */
export async function fingerprintOf(
  picture: PictureFacts,
  { modelId, seed }: GivenSettings,
): Promise<string> {
  const text = JSON.stringify([picture.sha256, modelId ?? null, seed ?? null]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}

function randomSeed(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value & MAX_SEED;
}
