import type { FrameSize } from "../../../contract/frame_size.ts";
import type { RgbPicture } from "../../generation/ports/provider.ts";

/** One channel of a picture, one byte a sample, row by row. */
export interface Plane extends FrameSize {
  readonly data: Uint8Array;
}

/** A picture as video encoders take it: luma, and two colour planes of half the width and height. */
export interface I420Picture extends FrameSize {
  /** The three planes one after the other. */
  readonly data: Uint8Array;
  readonly planes: readonly [luma: Plane, blue: Plane, red: Plane];
}

/**
 * An empty picture.
 *
 * @throws {RangeError} when a side is odd
 */
export function createI420({ width, height }: FrameSize): I420Picture {
  if (width % 2 !== 0 || height % 2 !== 0) throw new RangeError("I420 needs even sides");
  const half = { width: width / 2, height: height / 2 };
  const lumaBytes = width * height;
  const colourBytes = half.width * half.height;
  const data = new Uint8Array(lumaBytes + 2 * colourBytes);
  const blueEnd = lumaBytes + colourBytes;
  return {
    width,
    height,
    data,
    planes: [
      { width, height, data: data.subarray(0, lumaBytes) },
      { ...half, data: data.subarray(lumaBytes, blueEnd) },
      { ...half, data: data.subarray(blueEnd) },
    ],
  };
}

/** Converts I420 as `i420FromRgb` makes it back to RGB; each colour sample serves four pixels. */
export function rgbFromI420({ width, height, planes }: I420Picture): RgbPicture {
  const [luma, blue, red] = planes;
  // A picture's pixels are clamped to a byte each.
  const data = new Uint8ClampedArray(width * height * 3);
  for (let y = 0, pixel = 0; y < height; y++) {
    const row = (y >> 1) * blue.width;
    for (let x = 0; x < width; x++, pixel++) {
      const light = 1.164384 * ((luma.data[pixel] as number) - 16);
      const cb = (blue.data[row + (x >> 1)] as number) - 128;
      const cr = (red.data[row + (x >> 1)] as number) - 128;
      data[pixel * 3] = light + 1.596027 * cr;
      data[pixel * 3 + 1] = light - 0.391762 * cb - 0.812968 * cr;
      data[pixel * 3 + 2] = light + 2.017232 * cb;
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}

/**
 * Converts RGB to I420 in BT.601's limited range; the factors are the standard's, scaled by 2¹⁶.
 * Each colour sample is the mean of four pixels.
 *
 * @throws {RangeError} when a side is odd or pixels are missing
 */
export function i420FromRgb(picture: RgbPicture): I420Picture {
  const { width, height, data: rgb } = picture;
  if (rgb.length !== width * height * 3) throw new RangeError("The picture has missing pixels");
  const converted = createI420(picture);
  const [luma, blue, red] = converted.planes;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let r = 0, g = 0, b = 0;
      for (let corner = 0; corner < 4; corner++) {
        const pixel = (y + (corner >> 1)) * width + x + (corner & 1);
        const pr = rgb[pixel * 3] ?? 0, pg = rgb[pixel * 3 + 1] ?? 0, pb = rgb[pixel * 3 + 2] ?? 0;
        luma.data[pixel] = (16829 * pr + 33039 * pg + 6416 * pb + 0x108000) >> 16;
        r += pr;
        g += pg;
        b += pb;
      }
      const sample = (y >> 1) * blue.width + (x >> 1);
      blue.data[sample] = (-9714 * r - 19071 * g + 28784 * b + 0x2020000) >> 18;
      red.data[sample] = (28784 * r - 24103 * g - 4681 * b + 0x2020000) >> 18;
    }
  }
  return converted;
}
