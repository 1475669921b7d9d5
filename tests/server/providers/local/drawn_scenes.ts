import type { FrameSize } from "../../../../contract/frame_size.ts";
import type { RgbPicture } from "../../../../server/generation/ports/provider.ts";

/** Draws a picture pixel by pixel; `colour` gets places from 0 to 1. */
export function drawScene(
  { width, height }: FrameSize,
  colour: (x: number, y: number) => readonly [red: number, green: number, blue: number],
): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set(colour((x + 0.5) / width, (y + 0.5) / height), (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

/** Fine grain, the same for the same place. */
function grain(x: number, y: number): number {
  const mixed = Math.imul(Math.floor(x * 4096) + 1, 0x9e3779b1) ^
    Math.imul(Math.floor(y * 4096) + 1, 0x85ebca6b);
  return (Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 0) / 2 ** 32;
}

/** Where the post of `postOnPlain` stands, as shares of the picture. */
export const POST = { left: 0.42, right: 0.58, top: 0.25 };

/** A bright post that stands on a grainy plain, in front of a pale sky that fades. */
export function postOnPlain(size: FrameSize): RgbPicture {
  return drawScene(size, (x, y) => {
    const noise = 12 * grain(x, y);
    const isPost = x > POST.left && x < POST.right && y > POST.top && y < 0.9;
    if (isPost) return [215 + noise, 60 + noise, 40 + noise + 40 * Math.sin(40 * y)];
    if (y > 0.55) return [70 + 60 * y + noise, 80 + 2 * noise, 50 + noise];
    return [150 + 40 * y + noise / 4, 165 + 40 * y + noise / 4, 190 + 20 * y + noise / 4];
  });
}

/** A poster: three flat colours with hard borders. */
export function poster(size: FrameSize): RgbPicture {
  return drawScene(size, (x, y) => {
    if (x < 0.3) return [230, 40, 40];
    return Math.hypot(x - 0.65, y - 0.4) < 0.2 ? [250, 210, 30] : [30, 60, 160];
  });
}

/** A screen: bars, margins and rows of tiny letters. */
export function screenshot(size: FrameSize): RgbPicture {
  return drawScene(size, (x, y) => {
    if (y < 0.08) return [40, 44, 52];
    if (x < 0.17) return [240, 240, 243];
    const isText = x > 0.2 && x < 0.86 && (y * 30) % 1 < 0.4;
    return isText && grain(x, y) < 0.4 ? [30, 30, 30] : [255, 255, 255];
  });
}

/** Every pixel another colour. */
export function noise(size: FrameSize): RgbPicture {
  return drawScene(size, (x, y) => [
    255 * grain(x, y),
    255 * grain(y, x),
    255 * grain(x + 1, y),
  ]);
}

/** One colour, hardly brighter at the top. */
export function wall(size: FrameSize): RgbPicture {
  return drawScene(size, (_, y) => [94 - 4 * y, 104 - 4 * y, 114 - 4 * y]);
}
