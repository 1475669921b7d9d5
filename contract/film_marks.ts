import type { FilmRecipe } from "./film_recipe.ts";

/**
 * Where the pictures of a film come from: a generative model made them, or a program without one
 * moved the visitor's own picture.
 */
export type FilmSource = "trained-model" | "altered-picture";

/** What is written into a film's file. */
export interface FilmMarks {
  /** What the film is, for players that show titles. */
  readonly title: string;
  readonly recipe: FilmRecipe;
  readonly source: FilmSource;
}
