import type { FrameSize } from "../../../../contract/frame_size.ts";
import type { RgbPicture } from "../../../generation/ports/provider.ts";
import { figure, flatPoster, stillLife } from "./near_scenes.ts";
import { arcade, neonStreet, nightMountains } from "./night_scenes.ts";

/** Draws each example's picture, by the example's id. */
export const SCENES: Readonly<Record<string, (size: FrameSize) => RgbPicture>> = {
  "neon-street": neonStreet,
  "arcade": arcade,
  "figure": figure,
  "night-mountains": nightMountains,
  "still-life": stillLife,
  "flat-poster": flatPoster,
};
