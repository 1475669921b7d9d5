import type { Settings } from "../../../../contract/settings.ts";

/** One video of the local engine that shows what it can do. */
export interface Example {
  /** Kebab-case; names the video's file. */
  readonly id: string;
  /** What is to be seen, as a sentence without its full stop. */
  readonly title: string;
  /** The video's settings, complete, so that it says how it was made. */
  readonly settings: Settings;
  /** True where the picture has no depth, so that the video is a plain camera move. */
  readonly isFlat?: boolean;
}

const LOOP = { strength: 0.6, seconds: 4, fps: 15, loop: true };

/** One video for each move, each of another picture that the project draws itself. */
export const EXAMPLES: readonly Example[] = [
  { id: "neon-street", title: "A street at night", settings: { ...LOOP, move: "push-in" } },
  { id: "arcade", title: "An arcade at sunset", settings: { ...LOOP, move: "pull-back" } },
  { id: "figure", title: "Someone before the town’s lights", settings: { ...LOOP, move: "orbit" } },
  {
    id: "night-mountains",
    title: "Mountains under the moon",
    settings: { ...LOOP, move: "drift-left" },
  },
  { id: "still-life", title: "Two glasses and a bottle", settings: { ...LOOP, move: "rise" } },
  {
    id: "flat-poster",
    title: "A poster, which has no depth and stays flat",
    settings: { ...LOOP, move: "drift-right" },
    isFlat: true,
  },
];
