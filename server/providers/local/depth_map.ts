import { boxBlur, createMap, mapOf, type NumberMap } from "./box_blur.ts";
import { guidedFilter } from "./guided_filter.ts";
import { salience } from "./salience.ts";
import type { SmallScene } from "./small_scene.ts";

/** How much of the scale each cue makes up for a place that does not stand out. */
const LOWER = 0.78;
const SHARP = 0.22;
/** How far what stands out most comes forward, of the way that is left to the nearest. */
const SALIENT = 0.75;
/** What stands out less belongs to the sky or a backdrop, whose lower end is hardly nearer. */
const SKY = 0.25;
const BACKDROP = 0.45;
/** Radii as shares of the map's longer side. */
const CUE_RADIUS = 0.03;
const FIRST_RADIUS = 0.08;
const LAST_RADIUS = 0.02;
/** Variances that count as flat, of samples from 0 to 1. */
const FIRST_EPSILON = 0.004;
const LAST_EPSILON = 0.0006;
/** Every so many values tell how all are spread. */
const SORTED_STEP = 7;
/** Shares of the values that may lie beyond the ends of the scale. */
const CLIPPED = 0.02;

/**
 * A plausible depth of each place, from 0, farthest, to 1, nearest. Not measured, but guessed from what
 * pictures of the world have in common: what is lower, stands out from its surroundings and is sharp
 * tends to be nearer.
 */
export function estimateDepth(scene: SmallScene): NumberMap {
  const longer = Math.max(scene.width, scene.height);
  const radius = (share: number) => Math.max(1, Math.round(share * longer));
  const salient = normalise(boxBlur(salience(scene), radius(CUE_RADIUS) >> 1));
  const sharp = normalise(boxBlur(
    mapOf(scene, (at) => Math.sqrt(scene.detail.data[at] as number)),
    radius(CUE_RADIUS),
  ));
  const lastRow = Math.max(scene.height - 1, 1);
  const guess = mapOf(scene, (at) => {
    const apart = Math.min((salient.data[at] as number) / SKY, 1);
    const slope = LOWER * (BACKDROP + (1 - BACKDROP) * apart);
    const ground = slope * Math.floor(at / scene.width) / lastRow +
      SHARP * (sharp.data[at] as number);
    // What stands upright is about as near at its head as at its foot.
    return ground + (1 - ground) * SALIENT * (salient.data[at] as number);
  });
  const guides = [scene.luma, scene.blue, scene.red] as const;
  const whole = guidedFilter(guess, guides, {
    radius: radius(FIRST_RADIUS),
    epsilon: FIRST_EPSILON,
  });
  const edged = guidedFilter(whole, guides, { radius: radius(LAST_RADIUS), epsilon: LAST_EPSILON });
  return boxBlur(dilate(normalise(edged)), 1);
}

/** Stretches the values over 0 to 1. */
function normalise(map: NumberMap): NumberMap {
  const sorted = map.data.filter((_, at) => at % SORTED_STEP === 0).sort();
  const low = sorted[Math.floor(CLIPPED * sorted.length)] ?? 0;
  const high = sorted[Math.floor((1 - CLIPPED) * (sorted.length - 1))] ?? 1;
  const scale = 1 / Math.max(high - low, 1e-6);
  return mapOf(map, (at) => Math.min(Math.max(((map.data[at] as number) - low) * scale, 0), 1));
}

/** Near things grow by one place, so that their soft edges move with them and not with what is behind. */
function dilate(map: NumberMap): NumberMap {
  const { width, height } = map;
  const grown = createMap(map);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let nearest = 0;
      for (let row = Math.max(y - 1, 0); row <= Math.min(y + 1, height - 1); row++) {
        for (let column = Math.max(x - 1, 0); column <= Math.min(x + 1, width - 1); column++) {
          nearest = Math.max(nearest, map.data[row * width + column] as number);
        }
      }
      grown.data[y * width + x] = nearest;
    }
  }
  return grown;
}
