/** Bayer's matrix of sixteen thresholds: neighbours differ most. */
const THRESHOLDS = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
/** How far a colour is moved at most: about the distance of two of 256 well-chosen ones. */
const STRENGTH = 14;

/**
 * Moves the colours of a picture, four bytes a pixel, up and down in a fixed pattern, so that few
 * colours look like many. The pattern does not move from frame to frame, unlike spread errors.
 */
export function dither(rgba: Uint8ClampedArray, width: number): void {
  for (let at = 0; at < rgba.length; at += 4) {
    const [x, y] = [at / 4 % width, Math.floor(at / 4 / width)];
    const threshold = THRESHOLDS[(y & 3) * 4 + (x & 3)] ?? 0;
    const offset = (threshold - 7.5) / 16 * STRENGTH;
    for (let channel = at; channel < at + 3; channel++) {
      rgba[channel] = (rgba[channel] ?? 0) + offset;
    }
  }
}
