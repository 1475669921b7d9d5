import type { Settings } from "./settings.ts";

/** One video that shows what the built-in engine can do, of a picture that the project drew itself. */
export interface ExampleVideo {
  readonly id: string;
  /** What is to be seen, as a sentence without its full stop. */
  readonly title: string;
  /** What the video is, in the words that must stand beside it. */
  readonly label: string;
  /** The model that makes the like of it. */
  readonly model: string;
  readonly settings: Settings;
  /** Frame size in pixels. */
  readonly width: number;
  readonly height: number;
  /** Path of the MP4; absent while it is being made. */
  readonly url?: string;
}

/** All example videos, as `GET /examples` answers them in JSON. */
export interface ExampleList {
  readonly examples: readonly ExampleVideo[];
  readonly areAllReady: boolean;
}
