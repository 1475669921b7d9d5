/**
 * The picture worker: decodes, turns upright, crops and encodes with libvips in WebAssembly.
 * It sees bytes only, no paths, and has given up its own permissions before the first picture.
 */
import { DEFAULT_CROP } from "../../contract/crop.ts";
import type { FrameSize } from "../../contract/frame_size.ts";
import { encodeWithin, JPEG_QUALITY } from "./jpeg_quality.ts";
import { memoryBytes, ownBytes, vips } from "./libvips.ts";
import { checkEnd, checkPixels, openPicture, uprightSize } from "./opened_picture.ts";
import { drawFrame, type FramePlan } from "./picture_frame.ts";
import { readMended } from "./mended_reading.ts";
import type { PictureJob, PictureResult } from "./picture_jobs.ts";
import { type JobContext, type JobResult, serveJobs } from "../workers/worker_jobs.ts";

/**
 * With so much memory the worker makes way for a new one: the library keeps what it has grown by.
 * JPEGs and PNGs of 24 megapixels stay below.
 */
const SPENT_BYTES = 320 * 1024 * 1024;

warm();
serveJobs(perform, {
  isSpent: () => memoryBytes() > SPENT_BYTES,
  // A thread that only ends leaves its memory to the library's own threads.
  end: () => vips.shutdown(),
});

function perform(job: PictureJob, { isCanceled }: JobContext<never>): JobResult<PictureResult> {
  switch (job.kind) {
    case "measure":
      return { result: { ...measure(job.bytes), data: new Uint8Array() } };
    case "check":
      return handOver({ ...job.size, data: checked(job.bytes) });
    case "jpeg":
      return handOver({ ...job.size, data: jpegOf(job.bytes, job, isCanceled) });
    case "rgb":
      return handOver({ ...job.size, data: rgbOf(job.bytes, job, isCanceled) });
    case "encode":
      return handOver({ ...job.size, data: encoded(job.bytes, job.size) });
    case "warm":
      return { result: { width: 0, height: 0, data: new Uint8Array() } };
  }
}

function handOver(result: PictureResult): JobResult<PictureResult> {
  return { result, transfer: [result.data.buffer] };
}

function measure(bytes: Uint8Array): FrameSize {
  return readMended(bytes, (file, { end }) => {
    const opened = openPicture(file);
    using _ = opened.image;
    if (end === "unsure") checkEnd(file);
    return uprightSize(opened);
  });
}

/** The JPEG itself, if all its pixels can be read. */
function checked(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return readMended(bytes, (file) => {
    checkPixels(file);
    return ownBytes(file.bytes);
  });
}

function jpegOf(
  bytes: Uint8Array,
  { maxBytes, ...plan }: FramePlan & { maxBytes?: number },
  isCanceled?: () => boolean,
): Uint8Array<ArrayBuffer> {
  return readMended(bytes, (file) => {
    using frame = drawFrame(file, plan, isCanceled);
    return encodeWithin(({ quality: Q, scale }) => {
      using scaled = scale === 1 ? frame.copy() : frame.resize(scale);
      return ownBytes(scaled.jpegsaveBuffer({ Q, optimize_coding: true, keep: "none" }));
    }, { size: plan.size, maxBytes });
  });
}

/** Colour at half the resolution, because that is all a video's frame has. */
function encoded(pixels: Uint8Array, { width, height }: FrameSize): Uint8Array<ArrayBuffer> {
  using image = vips.Image.newFromMemory(pixels, width, height, 3, vips.BandFormat.uchar);
  using frame = image.copy({ interpretation: "srgb" });
  const options = { optimize_coding: true, subsample_mode: "on" } as const;
  return ownBytes(frame.jpegsaveBuffer({ ...options, Q: JPEG_QUALITY, keep: "none" }));
}

function rgbOf(
  bytes: Uint8Array,
  plan: FramePlan,
  isCanceled?: () => boolean,
): Uint8Array<ArrayBuffer> {
  return readMended(bytes, (file) => {
    using frame = drawFrame(file, plan, isCanceled);
    return ownBytes(frame.writeToMemory());
  });
}

/** Runs the decoder, the crop and the encoder once, so that no picture pays for their first time. */
function warm(): void {
  const size = { width: 1024, height: 576 };
  using ramp = vips.Image.grey(1600, 1200, { uchar: true });
  using picture = ramp.colourspace("srgb");
  const bytes = picture.jpegsaveBuffer();
  jpegOf(bytes, { size, crop: DEFAULT_CROP });
  rgbOf(bytes, { size, crop: DEFAULT_CROP });
}
