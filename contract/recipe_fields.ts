import type { Crop } from "./crop.ts";
import type { Shape } from "./frame_size.ts";
import type { Settings } from "./settings.ts";

/** What makes a video beside the picture. */
export interface RecipeChoice {
  readonly model: string;
  readonly prompt?: string | undefined;
  readonly seed?: number | undefined;
  readonly shape?: Shape | undefined;
  readonly settings: Settings;
  readonly crop?: Crop | undefined;
}

/** A recipe as the fields of `POST /generate`, which are those of the studio's address too. */
export function recipeFields(recipe: RecipeChoice): (readonly [name: string, value: string])[] {
  const { model, prompt, seed, shape, settings, crop } = recipe;
  const fields: readonly (readonly [string, string | number | boolean | undefined])[] = [
    ["model", model],
    ["prompt", prompt],
    ["seed", seed],
    ["shape", shape],
    ...Object.entries(settings),
    ["crop_x", crop?.x],
    ["crop_y", crop?.y],
    ["crop_zoom", crop?.zoom],
  ];
  return fields.flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)] as const]
  );
}
