import type { Crop, CropSize } from "../../contract/crop.ts";
import { type CropScene, type Place, reduceCrop } from "./crop_state.ts";

/** Where fingers lie on the frame, in pixels of the screen, and how it stood when they took hold. */
export interface Grip {
  readonly crop: Crop;
  readonly points: readonly Place[];
}

/** What a grip is on. */
export interface GripArea {
  readonly scene: CropScene;
  /** Size of the whole picture on the screen, in pixels. */
  readonly shown: CropSize;
}

/**
 * The crop now that the fingers are at `points`: one drags the frame, two zoom as well. Always
 * reckoned from where they took hold, so that the frame is under them again when they come back from
 * beyond the edge.
 */
export function cropUnderGrip(
  grip: Grip,
  points: readonly Place[],
  { scene, shown }: GripArea,
): Crop {
  const before = spreadOf(grip.points);
  const zoomed = before > 0
    ? reduceCrop(scene, grip.crop, {
      type: "zoomed",
      zoom: grip.crop.zoom * spreadOf(points) / before,
    })
    : grip.crop;
  const from = middleOf(grip.points), to = middleOf(points);
  const by = { x: (to.x - from.x) / shown.width, y: (to.y - from.y) / shown.height };
  return reduceCrop(scene, zoomed, { type: "moved", by });
}

function middleOf(points: readonly Place[]): Place {
  const sum = points.reduce((sum, { x, y }) => ({ x: sum.x + x, y: sum.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** Distance of two fingers; 0 for a single one. */
function spreadOf([one, other]: readonly Place[]): number {
  if (one === undefined || other === undefined) return 0;
  return Math.hypot(other.x - one.x, other.y - one.y);
}
