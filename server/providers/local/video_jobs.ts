import type { FrameSize } from "../../../contract/frame_size.ts";
import type { RgbPicture } from "../../generation/ports/provider.ts";
import type { LabelCode } from "../../wording/labels.ts";
import type { MotionSettings } from "./motion_settings.ts";

/** One video for the video worker to draw. */
export interface VideoJob {
  /** Somewhat larger than the frames, so that the camera has room to move. */
  readonly source: RgbPicture;
  /** Size of the frames in pixels; both sides even. */
  readonly size: FrameSize;
  readonly seed: number;
  /** Number of frames. */
  readonly frames: number;
  readonly motion: MotionSettings;
}

/** The video worker's answer. */
export interface DrawnVideo {
  /** The finished MP4; empty when the job was canceled. */
  readonly file: Uint8Array<ArrayBuffer>;
  /** Whether near things move more than far ones in it. */
  readonly hasDepth: boolean;
  /** What it begins with. */
  readonly firstFrame: RgbPicture;
}

/** What a video of the local engine is. */
export function labelOf({ hasDepth }: Pick<DrawnVideo, "hasDepth">): LabelCode {
  return hasDepth ? "simulated-depth" : "simulated-move";
}

/** How many frames are drawn so far. */
export type VideoProgress = number;
