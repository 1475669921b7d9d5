import type { CodedColours } from "./coded_colours.ts";
import { conversion, type Matrix, SRGB_PRIMARIES, WIDE_PRIMARIES } from "./primaries.ts";
import { shownShare } from "./transfers.ts";

/** Fine enough for the darkest tones of eight bits. */
const STEPS = 1 << 14;

/**
 * Samples of pixels as sRGB of eight bits: `bands` of each, red, green and blue first, of eight or
 * sixteen bits. What comes behind the colours, opacity, stays.
 */
export function toSrgb(
  samples: Uint8Array | Uint16Array,
  { bands, colours }: { readonly bands: number; readonly colours: CodedColours },
): Uint8Array<ArrayBuffer> {
  const most = samples instanceof Uint16Array ? 0xffff : 0xff;
  const light = Float64Array.from(
    { length: most + 1 },
    (_, at) => colours.transfer.light(at / most),
  );
  const { hdr } = colours.transfer;
  const target = hdr === undefined ? SRGB_PRIMARIES : WIDE_PRIMARIES;
  const matrix = conversion(colours.primaries, target);
  const shown = conversion(WIDE_PRIMARIES, SRGB_PRIMARIES);
  const encoded = encodings();
  const result = new Uint8Array(samples.length);
  // One for all pixels: there are millions.
  const pixel = new Float64Array(3);
  for (let at = 0; at < samples.length; at += bands) {
    for (let band = 0; band < 3; band++) pixel[band] = light[samples[at + band] ?? 0] ?? 0;
    multiply(pixel, matrix);
    if (hdr !== undefined) {
      const share = shownShare(pixel, hdr);
      for (let band = 0; band < 3; band++) pixel[band] = share * (pixel[band] ?? 0);
      multiply(pixel, shown);
    }
    for (let band = 0; band < 3; band++) {
      const step = Math.round(Math.min(Math.max(pixel[band] ?? 0, 0), 1) * STEPS);
      result[at + band] = encoded[step] ?? 0;
    }
    for (let band = 3; band < bands; band++) {
      result[at + band] = Math.round((samples[at + band] ?? 0) * 0xff / most);
    }
  }
  return result;
}

/** The samples of sRGB (IEC 61966-2-1) for light from 0 to 1. */
function encodings(): Uint8Array {
  return Uint8Array.from({ length: STEPS + 1 }, (_, step) => {
    const light = step / STEPS;
    const sample = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
    return Math.round(255 * sample);
  });
}

/** Puts what the matrix makes of a pixel in its place. */
function multiply(pixel: Float64Array, [first, second, third]: Matrix): void {
  const [red = 0, green = 0, blue = 0] = pixel;
  pixel[0] = first[0] * red + first[1] * green + first[2] * blue;
  pixel[1] = second[0] * red + second[1] * green + second[2] * blue;
  pixel[2] = third[0] * red + third[1] * green + third[2] * blue;
}
