import { CAMERA_MOVES, type CameraMoveId, type MotionSettings } from "./motion_settings.ts";

/** Where the camera stands for one frame. Lengths are shares of what the frame shows. */
export interface CameraPose {
  /** How far the view has moved from the picture's middle, right and down. */
  readonly panX: number;
  readonly panY: number;
  /** 1 shows the whole picture, 2 a quarter of its area. */
  readonly zoom: number;
  /** How much further the nearest things have moved than the farthest, right and down. */
  readonly parallaxX: number;
  readonly parallaxY: number;
  /** How much more the nearest things have grown than the farthest, as a share of their size. */
  readonly parallaxZoom: number;
}

/** The camera's path: from 0, the first frame, to 1, the last (of a loop: the first again). */
export type CameraPath = (progress: number) => CameraPose;

/** What decides the path. */
export interface PathOptions extends Pick<MotionSettings, "strength" | "isLoop"> {
  readonly move: MotionSettings["move"];
  readonly seed: number;
}

/** The depth that stays where it is while nearer things move one way and farther ones the other. */
export const PIVOT_DEPTH = 0.45;

/** Reaches at full strength, to each side. */
const PAN = 0.044;
const PARALLAX = 0.03;
const ZOOM = 0.22;
const PARALLAX_ZOOM = 0.06;
/** A frame is lower than wide, so that the same share looks shorter. */
const RISE_REACH = 1.4;
/** An orbit looks back at its subject: nearly all of its motion is parallax. */
const ORBIT_PAN = 0.45;
/** How far an orbit's ellipse rises beside its width. */
const ORBIT_HEIGHT = 0.45;
/** How much of a straight move goes across its direction, at most; the seed says. */
const SWAY = 0.35;
/** Room beyond the path's reach. */
const SPARE = 0.004;

/** A point of the path: where it is along its direction and across it, from -1 to 1. */
interface PathPoint {
  readonly along: number;
  readonly across: number;
  /** From -1 to 1, chosen by the seed. */
  readonly sway: number;
  readonly strength: number;
}

/**
 * The path of a move. It starts and ends softly, or in a loop closes without a jump; the seed chooses
 * the move where none is named, and how the path sways. The view never leaves the picture.
 */
export function cameraPath({ move, strength, isLoop, seed }: PathOptions): CameraPath {
  const poseOf = POSES[move === "auto" ? moveOf(seed) : move];
  const sway = 2 * fractionOf(seed, 1) - 1;
  return (progress) => poseOf({ ...placeAt(progress, isLoop), sway, strength });
}

/** Along an arc, starting and ending softly; or once around an ellipse. */
function placeAt(progress: number, isLoop: boolean): Pick<PathPoint, "along" | "across"> {
  const angle = (isLoop ? 2 : 1) * Math.PI * progress;
  const across = Math.sin(angle);
  return { along: -Math.cos(angle), across: isLoop ? across : across ** 2 };
}

/** The move that a seed chooses. */
export function moveOf(seed: number): CameraMoveId {
  return CAMERA_MOVES[Math.floor(fractionOf(seed, 0) * CAMERA_MOVES.length)] ?? "push-in";
}

const POSES: Readonly<Record<CameraMoveId, (point: PathPoint) => CameraPose>> = {
  "push-in": (point) => inwards(point, 1),
  "pull-back": (point) => inwards(point, -1),
  "drift-left": (point) => travel(point, { x: -point.along, y: aside(point) }),
  "drift-right": (point) => travel(point, { x: point.along, y: aside(point) }),
  "rise": (point) =>
    travel(point, { x: aside(point), y: -RISE_REACH * point.along, reach: RISE_REACH }),
  "orbit": ({ along, across, sway, strength }) => {
    const x = sway < 0 ? -along : along;
    const y = ORBIT_HEIGHT * across;
    const pose = travel({ strength }, { x, y });
    return { ...pose, panX: ORBIT_PAN * pose.panX, panY: ORBIT_PAN * pose.panY };
  },
};

function aside({ across, sway }: PathPoint): number {
  return SWAY * across * sway;
}

/** The camera steps sideways or up and down; all things move against it, near ones the most. */
function travel(
  { strength }: Pick<PathPoint, "strength">,
  { x, y, reach = 1 }: { x: number; y: number; reach?: number },
): CameraPose {
  const pan = PAN * strength, parallax = PARALLAX * strength;
  return {
    panX: x * pan,
    panY: y * pan,
    // Whatever the path reaches, the picture is there: the lens is only as long as that needs.
    zoom: 1 / (1 - 2 * (reach * (pan + parallax) + SPARE)),
    parallaxX: -x * parallax,
    parallaxY: -y * parallax,
    parallaxZoom: 0,
  };
}

/** The camera goes towards the scene, or away from it; near things grow the most. */
function inwards(point: PathPoint, direction: 1 | -1): CameraPose {
  const pose = travel(point, { x: aside(point), y: 0 });
  const advance = direction * point.along;
  return {
    ...pose,
    // Equal factors in equal times: a steady pace to the eye.
    zoom: pose.zoom * (1 + ZOOM) ** (point.strength * (advance + 1) / 2),
    parallaxZoom: PARALLAX_ZOOM * point.strength * advance,
  };
}

/** Numbers from 0 to below 1 of a seed; neighbouring seeds lie far apart (as in MurmurHash3). */
function fractionOf(seed: number, index: number): number {
  let mixed = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
