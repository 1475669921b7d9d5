/** The part of a picture that is sent. */
export interface Crop {
  /** The point to keep in the middle, as fractions of the upright picture, from 0 to 1. */
  readonly x: number;
  readonly y: number;
  /** 1 is the largest frame that fits; 2 half its sides. */
  readonly zoom: number;
}
