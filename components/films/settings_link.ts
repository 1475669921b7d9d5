import type { GenerationView } from "../../contract/generation.ts";
import { recipeFields } from "../../contract/recipe_fields.ts";

/** Address of the studio with the settings of an earlier generation; its crop fits that picture only. */
export function settingsLink(
  { model, prompt, seed, shape, settings }: GenerationView,
): string {
  const fields = recipeFields({ model, prompt, seed, shape, settings });
  return `/?${new URLSearchParams(fields.map(([name, value]) => [name, value]))}#studio`;
}
