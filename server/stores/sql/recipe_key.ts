import { createHash } from "node:crypto";
import type { Recipe } from "../../generation/generation.ts";

/**
 * Tells videos of one picture, model and seed apart: SHA-256, in hexadecimal, of prompt, settings,
 * shape and crop, whatever the order of the settings. Empty for a recipe with none of them, as all
 * were before models had settings. Every implementation of the store keeps this key, so it must never
 * change.
 */
export function recipeKeyOf({ prompt, settings, shape, crop }: Omit<Recipe, "modelId">): string {
  const values = Object.entries(settings).sort(([one], [other]) => one < other ? -1 : 1);
  const isBare = prompt === undefined && shape === undefined && crop === undefined;
  if (isBare && values.length === 0) return "";
  const part = crop && [crop.x, crop.y, crop.zoom];
  const text = JSON.stringify([prompt ?? null, values, shape ?? null, part ?? null]);
  return createHash("sha256").update(text).digest("hex");
}
