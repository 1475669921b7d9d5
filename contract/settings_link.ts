import { type RecipeChoice, recipeFields } from "./recipe_fields.ts";

/** Address of the studio with the settings of an earlier generation, for the same picture or another. */
export function settingsLink(
  { model, prompt, seed, shape, settings, crop }: RecipeChoice,
): string {
  const fields = recipeFields({ model, prompt, seed, shape, settings, crop });
  return `/?${new URLSearchParams(fields.map(([name, value]) => [name, value]))}#studio`;
}
