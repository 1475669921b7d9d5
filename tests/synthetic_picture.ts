import type { FrameSize } from "../contract/frame_size.ts";
import type { Picture, RgbPicture } from "../server/generation/ports/provider.ts";

/**
 * A picture without a file: whatever size is asked for, it draws a white disc of half the shorter
 * side in the middle of a colour gradient. It has no JPEG.
 */
export function syntheticPicture(size: FrameSize): Picture {
  return {
    ...size,
    jpeg: () => Promise.reject(new Error("A synthetic picture has no JPEG")),
    rgb: (wanted) => Promise.resolve(drawDisc(wanted)),
  };
}

function drawDisc({ width, height }: FrameSize): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  const radius = Math.min(width, height) / 4;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isInside = Math.hypot(x + 0.5 - width / 2, y + 0.5 - height / 2) < radius;
      const colour = isInside ? [255, 255, 255] : [150 * x / width, 150 * y / height, 120];
      data.set(colour, (y * width + x) * 3);
    }
  }
  return { width, height, data };
}
