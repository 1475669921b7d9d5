import h264 from "h264-mp4-encoder";
import type { FrameSize } from "../../../contract/frame_size.ts";
import type { I420Picture } from "./i420.ts";

/** Makes a video of frames; used once. */
export interface Encoder {
  add(frame: I420Picture): void;
  /** The encoded video as an MP4, whose index still needs mending (see `remux`). */
  finish(): Uint8Array;
  /** Frees what the encoder holds, finished or not. */
  close(): void;
}

/** Lower is better and larger, from 10 to 51. */
const QUANTIZATION = 22;
/** From 0, best, to 10, fastest; the next one leaves the edges of blocks in smooth skies. */
const SPEED = 7;
/** Players can jump to key frames only, but every one shows as a slight pulse. */
const SECONDS_PER_KEY_FRAME = 2;

/**
 * An H.264 encoder (minih264 in WebAssembly). Only for use inside a worker: the package takes over
 * the process's handlers of uncaught errors.
 */
export async function createEncoder(
  { width, height }: FrameSize,
  framesPerSecond: number,
): Promise<Encoder> {
  const encoder = await h264.createH264MP4Encoder();
  // All encoders share one virtual file system.
  const name = `${crypto.randomUUID()}.mp4`;
  encoder.outputFilename = name;
  encoder.width = width;
  encoder.height = height;
  encoder.frameRate = framesPerSecond;
  encoder.quantizationParameter = QUANTIZATION;
  encoder.speed = SPEED;
  encoder.groupOfPictures = Math.round(SECONDS_PER_KEY_FRAME * framesPerSecond);
  encoder.initialize();
  let isFinished = false;
  const finish = () => {
    if (!isFinished) encoder.finalize();
    isFinished = true;
  };
  return {
    add: (frame) => encoder.addFrameYuv(frame.data),
    finish: () => {
      finish();
      return encoder.FS.readFile(name);
    },
    close: () => {
      finish();
      encoder.FS.unlink(name);
      encoder.delete();
    },
  };
}
