import { boxBlur, type NumberMap } from "./box_blur.ts";
import type { SmallScene } from "./small_scene.ts";

/** Why a guessed depth is not worth using. */
export type DepthDoubt =
  /** Hardly anything to see. */
  | "uniform"
  /** Every pixel for itself: noise, dense patterns, small print. */
  | "noise"
  /** Large areas of few colours with hard borders: charts, screenshots, logos. */
  | "flat"
  /** Near and far in shreds: handwriting, stars. */
  | "scattered";

/** All luma samples lie closer together. */
const UNIFORM_DEVIATION = 0.015;
/** Detail beside the contrast of the picture as a whole; photographs stay below 0.7. */
const NOISE_SHARE = 0.9;
/** Detail below which a place counts as flat: less than one step of eight bits in three. */
const FLAT_DETAIL = 0.3 / 255;
/** Share of flat places that no photograph has. */
const FLAT_SHARE = 0.85;
/** Share that is suspicious when besides a few colours make up most of the picture. */
const FLATTISH_SHARE = 0.45;
const FEW_COLOURS = 4;
const FEW_COLOURS_SHARE = 0.6;
/** Steps of each channel when colours are counted. */
const COLOUR_STEPS = 32;
/** How far depth lies from its surroundings' on average. */
const SCATTERED = 0.022;
const SCATTER_RADIUS = 0.02;

/**
 * Why the depth of a scene should not be used, or `undefined` when it is plausible. The limits were
 * set by looking at photographs, drawings and screenshots; decision 11 tells which.
 */
export function doubtDepth(scene: SmallScene, depth: NumberMap): DepthDoubt | undefined {
  const { luma, detail } = scene;
  const contrast = deviation(luma);
  if (contrast < UNIFORM_DEVIATION) return "uniform";
  if (mean(detail.data) > NOISE_SHARE * contrast) return "noise";
  const flat = share(detail, (value) => value < FLAT_DETAIL);
  if (flat > FLAT_SHARE) return "flat";
  if (flat > FLATTISH_SHARE && mainColours(scene) > FEW_COLOURS_SHARE) return "flat";
  return scatter(depth) > SCATTERED ? "scattered" : undefined;
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation({ data }: NumberMap): number {
  const middle = mean(data);
  return Math.sqrt(data.reduce((sum, value) => sum + (value - middle) ** 2, 0) / data.length);
}

function share({ data }: NumberMap, isCounted: (value: number) => boolean): number {
  return data.reduce((count, value) => count + Number(isCounted(value)), 0) / data.length;
}

/** The share of the picture that its most frequent colours make up. */
function mainColours({ luma, blue, red }: SmallScene): number {
  const counts = new Map<number, number>();
  const step = (map: NumberMap, at: number) =>
    Math.floor((map.data[at] as number) * (COLOUR_STEPS - 1));
  for (let at = 0; at < luma.data.length; at++) {
    const colour = (step(luma, at) * COLOUR_STEPS + step(blue, at)) * COLOUR_STEPS + step(red, at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const most = [...counts.values()].sort((a, b) => b - a).slice(0, FEW_COLOURS);
  return most.reduce((sum, count) => sum + count, 0) / luma.data.length;
}

function scatter(depth: NumberMap): number {
  const radius = Math.max(1, Math.round(SCATTER_RADIUS * Math.max(depth.width, depth.height)));
  const smooth = boxBlur(depth, radius);
  return mean(depth.data.map((value, at) => Math.abs(value - (smooth.data[at] as number))));
}
