import type { Crop } from "../../contract/crop.ts";
import { readVideoRecipe, type VideoBytes, type VideoRecipe } from "../../contract/video_recipe.ts";
import { recipeFields } from "../../contract/recipe_fields.ts";

/** How a dropped video was made, as the studio takes it up. */
export interface RestoredRecipe {
  /** Which part of its picture was sent; absent for the middle. */
  readonly crop: Crop | undefined;
  /** Fields of `POST /generate`, but for the crop. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The studio with these fields set, the crop too. */
  readonly address: string;
}

/** Names of fields that no control may have. */
const NOT_A_CONTROL = /^(?:model|seed|prompt|shape|image|cache|crop_.*)$/;
const CONTROL = /^[a-z][a-z0-9_]*$/;

const NO_RECIPE =
  "That video carries no recipe of this studio, so nothing can be restored from it. " +
  "Drop an MP4 that was made here, or a picture.";

/** Reads the recipe of a video; a video of another origin is refused with a sentence. */
export async function restoreRecipe(video: VideoBytes): Promise<
  | { readonly kind: "recipe"; readonly restored: RestoredRecipe }
  | { readonly kind: "refused"; readonly sentence: string }
> {
  const recipe = await readVideoRecipe(video);
  return recipe === undefined
    ? { kind: "refused", sentence: NO_RECIPE }
    : { kind: "recipe", restored: restoredOf(recipe) };
}

function restoredOf(
  { model, seed, prompt, shape, settings = {}, crop }: VideoRecipe,
): RestoredRecipe {
  const controls = Object.entries(settings).filter(([name]) =>
    CONTROL.test(name) && !NOT_A_CONTROL.test(name)
  );
  const recipe = { model, prompt, seed, shape, settings: Object.fromEntries(controls) };
  const query = new URLSearchParams(
    recipeFields({ ...recipe, crop }).map(([name, value]) => [name, value]),
  );
  return { crop, fields: recipeFields(recipe), address: `/?${query}#studio` };
}
