/** Where the camera looks, relative to the picture: 0 and 1 are its edges. */
export interface CameraView {
  readonly centreX: number;
  readonly centreY: number;
  /** 1 shows the whole picture, 2 a quarter of its area. */
  readonly zoom: number;
}

/** The camera's path: from 0, the first frame, to 1, the last. */
export type CameraMove = (progress: number) => CameraView;

const START_ZOOM = 1.06;
const END_ZOOM = 1.2;
/** How far the camera starts and ends beside the middle; less than the zoom leaves room for. */
const START_DRIFT = 0.024;
const END_DRIFT = 0.06;

/**
 * A slow push into the picture that drifts sideways, starting and ending softly. The seed chooses the
 * direction of the drift. The view never leaves the picture.
 */
export function cameraMove(seed: number): CameraMove {
  const angle = 2 * Math.PI * fractionOf(seed);
  const directionX = Math.cos(angle);
  const directionY = Math.sin(angle);
  return (progress) => {
    const eased = (1 - Math.cos(Math.PI * progress)) / 2;
    const drift = START_DRIFT * (eased - 1) + END_DRIFT * eased;
    return {
      centreX: 0.5 + directionX * drift,
      centreY: 0.5 + directionY * drift,
      // Equal factors in equal times: a steady pace to the eye.
      zoom: START_ZOOM * (END_ZOOM / START_ZOOM) ** eased,
    };
  };
}

/** A number from 0 to below 1 in which neighbouring seeds lie far apart (Knuth's multiplicative hash). */
function fractionOf(seed: number): number {
  return (Math.imul(seed, 2654435761) >>> 0) / 2 ** 32;
}
