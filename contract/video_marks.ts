import type { VideoRecipe } from "./video_recipe.ts";

/**
 * Where the pictures of a video come from: a generative model made them, or a program without one
 * moved the visitor's own picture.
 */
export type VideoSource = "trained-model" | "altered-picture";

/** What is written into a video's file. */
export interface VideoMarks {
  /** What the video is, for players that show titles. */
  readonly title: string;
  readonly recipe: VideoRecipe;
  readonly source: VideoSource;
}
