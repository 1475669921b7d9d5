import type { FrameSize } from "../../../contract/frame_size.ts";
import type { NumberMap } from "./box_blur.ts";
import { type CameraPose, PIVOT_DEPTH } from "./camera_move.ts";
import { insideWarp, type Warp } from "./frame_sampler.ts";

/** What a camera looks at. */
export interface Scene extends FrameSize {
  /** Of the whole picture, 1 nearest; without one it is as flat as it is. */
  readonly depth?: NumberMap;
}

/** Depths that a line of sight is tried at; between the last two the place is worked out. */
const DEPTH_STEPS = 12;

/** The part of the scene that a frame shows, in pixels of the scene. */
interface View {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Works out where a frame of `size` looks when the camera stands at `pose`, undistorted whatever the
 * shape of scene and frame; nothing looks beyond the scene's edges.
 */
export function warpForPose(
  scene: Scene,
  pose: CameraPose,
  { size, warp }: { size: FrameSize; warp: Warp },
): void {
  const view = viewOf(scene, pose, size);
  const step = view.width / size.width * warp.spacing;
  const lineOfSight = scene.depth === undefined ? undefined : sightOf(scene, scene.depth);
  const centreX = view.left + view.width / 2, centreY = view.top + view.height / 2;
  const shiftX = pose.parallaxX * view.width, shiftY = pose.parallaxY * view.height;
  for (let row = 0, node = 0; row < warp.rows; row++) {
    const y = view.top + row * step;
    for (let column = 0; column < warp.columns; column++, node++) {
      const x = view.left + column * step;
      let nearer = 0;
      const moveX = shiftX + pose.parallaxZoom * (x - centreX);
      const moveY = shiftY + pose.parallaxZoom * (y - centreY);
      if (lineOfSight !== undefined) nearer = lineOfSight(x, y, moveX, moveY) - PIVOT_DEPTH;
      warp.x[node] = insideWarp(x - nearer * moveX, scene.width);
      warp.y[node] = insideWarp(y - nearer * moveY, scene.height);
    }
  }
}

function viewOf(scene: FrameSize, { panX, panY, zoom }: CameraPose, size: FrameSize): View {
  const shape = size.width / size.height;
  const width = Math.min(scene.width, scene.height * shape) / zoom;
  const height = width / shape;
  return {
    width,
    height,
    left: (scene.width - width) / 2 + panX * width,
    top: (scene.height - height) / 2 + panY * height,
  };
}

/**
 * The depth that is seen at a place once everything has moved by its depth: of all that could have come
 * there, the nearest. Walks from near to far and stops where the scene is reached.
 */
function sightOf(scene: FrameSize, depth: NumberMap) {
  const scaleX = depth.width / scene.width, scaleY = depth.height / scene.height;
  return (x: number, y: number, moveX: number, moveY: number): number => {
    const startX = (x + PIVOT_DEPTH * moveX) * scaleX - 0.5;
    const startY = (y + PIVOT_DEPTH * moveY) * scaleY - 0.5;
    const stepX = moveX * scaleX, stepY = moveY * scaleY;
    let tried = 1;
    let gap = 1 - depthAt(depth, startX - stepX, startY - stepY);
    if (gap <= 0) return 1;
    for (let step = DEPTH_STEPS - 1; step >= 0; step--) {
      const next = step / DEPTH_STEPS;
      const nextGap = next - depthAt(depth, startX - next * stepX, startY - next * stepY);
      if (nextGap <= 0) return next + (tried - next) * nextGap / (nextGap - gap);
      tried = next;
      gap = nextGap;
    }
    return 0;
  };
}

/** The depth between four places of the map. */
function depthAt({ data, width, height }: NumberMap, x: number, y: number): number {
  const inX = Math.min(Math.max(x, 0), width - 1.001);
  const inY = Math.min(Math.max(y, 0), height - 1.001);
  const column = inX | 0, row = inY | 0;
  const right = inX - column, below = inY - row;
  const at = row * width + column;
  const a = data[at] as number, c = data[at + width] as number;
  const upper = a + ((data[at + 1] as number) - a) * right;
  const lower = c + ((data[at + width + 1] as number) - c) * right;
  return upper + (lower - upper) * below;
}
