import type { ExampleVideo } from "../../contract/example.ts";
import { recipeFields } from "../../contract/recipe_fields.ts";
import { formatSeconds } from "../../contract/units.ts";

/** The camera's move by its name: "Push in". */
export function moveWord({ settings: { move } }: ExampleVideo): string {
  const words = String(move).replaceAll("-", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** The other settings: "strength 0.6, 4 s at 15 frames a second, loops". */
export function settingsWords({ settings }: ExampleVideo): string {
  const { strength, seconds, fps, loop } = settings;
  const pace = `${formatSeconds(Number(seconds))} at ${fps} frames a second`;
  return `strength ${strength}, ${pace}${loop ? ", loops without a seam" : ""}`;
}

/** Address of the studio with the example's settings. */
export function tryLink({ model, settings }: ExampleVideo): string {
  const fields = recipeFields({ model, settings }).map(([name, value]) => [name, value]);
  return `/?${new URLSearchParams(fields)}#studio`;
}
