import { cameraPath } from "./camera_move.ts";
import { type Scene, warpForPose } from "./camera_warp.ts";
import { doubtDepth } from "./depth_doubt.ts";
import { estimateDepth } from "./depth_map.ts";
import type { VideoJob } from "./video_jobs.ts";
import { createWarp, type NodeSpacing, sampleFrame } from "./frame_sampler.ts";
import { createI420, i420FromRgb, type I420Picture } from "./i420.ts";
import { DEFAULT_MOTION, type MotionSettings } from "./motion_settings.ts";
import { smallScene } from "./small_scene.ts";

/** The frames of one video, before they are encoded. */
export interface VideoFrames {
  /** Whether near things move more than far ones; a picture of doubtful depth stays flat. */
  readonly hasDepth: boolean;
  /** Draws the frame of an index; it is overwritten by the next one. */
  draw(index: number): I420Picture;
}

/**
 * Looks into a job's picture and gets ready to draw its frames.
 *
 * @throws {RangeError} when a side is odd or pixels are missing
 */
export function openFrames({ source, size, seed, frames, motion }: VideoJob): VideoFrames {
  const picture = i420FromRgb(source);
  const scene = lookInto(picture);
  const frame = createI420(size), warp = createWarp(size, spacingFor(motion));
  const path = cameraPath({ ...motion, seed });
  // A loop's last frame stands one step before its first.
  const steps = Math.max(motion.isLoop ? frames : frames - 1, 1);
  return {
    hasDepth: scene.depth !== undefined,
    draw: (index) => {
      warpForPose(scene, path(index / steps), { size, warp });
      sampleFrame(picture, warp, frame);
      return frame;
    },
  };
}

/** Beyond the usual strength, near things would have teeth where they pass over far ones. */
function spacingFor({ strength }: MotionSettings): NodeSpacing {
  return strength > DEFAULT_MOTION.strength ? 2 : 4;
}

function lookInto(picture: I420Picture): Scene {
  const small = smallScene(picture);
  const depth = estimateDepth(small);
  const { width, height } = picture;
  return doubtDepth(small, depth) === undefined ? { width, height, depth } : { width, height };
}
