/// <reference lib="webworker" />
// A worker of its own because the encoder installs process-wide error handlers when it is imported.
import encoders from "h264-mp4-encoder";
import type { DrawnVideoOptions } from "./drawn_video.ts";

self.onmessage = async ({ data }: MessageEvent<DrawnVideoOptions>) => {
  const video = await encode(data);
  self.postMessage(video, [video.buffer]);
};

async function encode(options: DrawnVideoOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, frames, framesPerSecond } = options;
  const encoder = await encoders.createH264MP4Encoder();
  Object.assign(encoder, { width, height, frameRate: framesPerSecond });
  // Its container marks every frame as a key frame, so every frame is made one: seeking works.
  Object.assign(encoder, { groupOfPictures: 1, quantizationParameter: 30, speed: 10 });
  encoder.initialize();
  const pixels = new Uint8Array(width * height * 4);
  for (let frame = 0; frame < frames; frame++) {
    drawFrame(pixels, { width, shift: frame / frames });
    encoder.addFrameRgba(pixels);
  }
  encoder.finalize();
  const video = new Uint8Array(encoder.FS.readFile(encoder.outputFilename));
  encoder.delete();
  return video;
}

/** Neon bars on a dark ground that wander one bar's distance in the course of the video. */
function drawFrame(
  pixels: Uint8Array,
  { width, shift }: { readonly width: number; readonly shift: number },
): void {
  for (let index = 0; index < pixels.length; index += 4) {
    const x = (index / 4) % width;
    const isLit = (x / width * 6 + shift) % 1 < 0.25;
    pixels[index] = isLit ? 255 : 16;
    pixels[index + 1] = 16;
    pixels[index + 2] = isLit ? 170 : 40;
    pixels[index + 3] = 255;
  }
}
