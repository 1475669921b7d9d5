import type { Charged } from "../../contract/problem.ts";
import type { FrameSize } from "../providers/provider.ts";

/** What is known of an image-to-video model before anyone presses Generate. */
export interface Model {
  /** Kebab-case, as `POST /generate` takes it in its field `model`. */
  readonly id: string;
  readonly name: string;
  /** The words that must stand beside every film of this model. */
  readonly label: string;
  /** Legal frame sizes; the one nearest the picture's shape is used. */
  readonly sizes: readonly [FrameSize, ...FrameSize[]];
  /** Whether a film costs someone money once it is made. */
  readonly chargedWhenDone: Charged;
  /** Who pays and for what, in one sentence. */
  readonly chargeReason: string;
}

const LANDSCAPE: FrameSize = { width: 1024, height: 576 };
const PORTRAIT: FrameSize = { width: 576, height: 1024 };

/** Stable Video Diffusion XT: 25 frames, no prompt (stabilityai/stable-video-diffusion-img2vid-xt). */
export const STABLE_VIDEO_DIFFUSION_XT: Model = {
  id: "stable-video-diffusion-xt",
  name: "Stable Video Diffusion XT",
  label: "AI video by Stable Video Diffusion XT",
  sizes: [LANDSCAPE, PORTRAIT],
  chargedWhenDone: "yes",
  chargeReason: "The endpoint's owner pays for its running time.",
};

/** The built-in engine: no AI video model, nothing leaves the server. */
export const LOCAL_MOTION: Model = {
  id: "local-motion",
  name: "Local motion preview",
  label: "Local motion preview: simulated camera move, no AI video model",
  sizes: [LANDSCAPE, PORTRAIT],
  chargedWhenDone: "no",
  chargeReason: "Made by this server; nobody sends a bill.",
};

/** The model's size whose shape is nearest to the picture's, compared as ratios. */
export function nearestSize(model: Model, picture: FrameSize): FrameSize {
  const shape = (size: FrameSize) => Math.log(size.width / size.height);
  const distance = (size: FrameSize) => Math.abs(shape(size) - shape(picture));
  return model.sizes.reduce((best, size) => distance(size) < distance(best) ? size : best);
}
