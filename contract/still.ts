/** A still that the server draws of a picture that a browser cannot show. */

/** Longest side of a still, in pixels. */
export const STILL_SIDE = 1600;

/** Headers of the answer with the picture's own upright size, in pixels. */
export const STILL_WIDTH_HEADER = "picture-width", STILL_HEIGHT_HEADER = "picture-height";
