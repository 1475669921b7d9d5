/**
 * The picture worker: decodes, turns upright, crops and encodes with libvips in WebAssembly.
 * It sees bytes only, no paths, and gives up its own permissions before the first picture.
 * The library is for workers only: it replaces the global `Worker` of the thread that loads it.
 */
import process from "node:process";
import { InputError } from "../generation/errors.ts";
import type { FrameSize } from "../providers/provider.ts";
import type { PictureJob, PictureResult } from "./picture_jobs.ts";
import { checkPictureSize } from "./picture_limits.ts";
import { type JobResult, serveJobs } from "./worker_jobs.ts";

const JPEG_QUALITY = 90;
const BLACK = [0, 0, 0];
/** EXIF orientations from this one on lie on their side (TIFF 6.0, tag 274). */
const FIRST_SIDEWAYS_ORIENTATION = 5;

// libvips copies the whole environment into its memory, where a decoder's fault could reach the
// server's secrets. It gets one of its own, which also keeps its warnings about broken pictures out
// of the log: the visitor is told.
Object.defineProperty(process, "env", { value: { VIPS_WARNING: "off" } });
const { default: loadVips } = await import("wasm-vips");
const vips = await loadVips({
  dynamicLibraries: ["vips-heif.wasm"],
  print: () => {},
  printErr: () => {},
});
// Every picture is another one: remembering operations only holds memory.
vips.Cache.max(0);
// Reading was for its own modules.
await Deno.permissions.revoke({ name: "read" });
await Deno.permissions.revoke({ name: "env" });

serveJobs((job: PictureJob): JobResult<PictureResult> => {
  switch (job.kind) {
    case "measure":
      return { result: { ...measure(job.bytes), data: new Uint8Array() } };
    case "jpeg":
      return handOver({ ...job.size, data: jpegOf(job.bytes, job.size) });
    case "rgb":
      return handOver({ ...job.size, data: rgbOf(job.bytes, job.size) });
    case "warm":
      return { result: warm() };
  }
});

function handOver(result: PictureResult): JobResult<PictureResult> {
  return { result, transfer: [result.data.buffer] };
}

/** Size of the upright picture, from the header alone: opening is lazy. */
function measure(bytes: Uint8Array): FrameSize {
  return readable(() => {
    using image = vips.Image.newFromBuffer(bytes);
    const isSideways = image.getTypeof("orientation") !== 0 &&
      image.getInt("orientation") >= FIRST_SIDEWAYS_ORIENTATION;
    const size = isSideways
      ? { width: image.height, height: image.width }
      : { width: image.width, height: image.height };
    checkPictureSize(size);
    return size;
  });
}

function jpegOf(bytes: Uint8Array, size: FrameSize): Uint8Array<ArrayBuffer> {
  return readable(() => {
    using frame = cover(bytes, size);
    return ownBytes(frame.jpegsaveBuffer({ Q: JPEG_QUALITY, keep: "none" }));
  });
}

function rgbOf(bytes: Uint8Array, size: FrameSize): Uint8Array<ArrayBuffer> {
  return readable(() => {
    using frame = cover(bytes, size);
    return ownBytes(frame.writeToMemory());
  });
}

/** The picture upright, in 8-bit sRGB without transparency, cropped around its centre to `size`. */
function cover(bytes: Uint8Array, size: FrameSize) {
  using thumbnail = vips.Image.thumbnailBuffer(bytes, size.width, {
    height: size.height,
    size: "both",
    crop: "centre",
    // Colour management takes longer than all the rest: only where it changes something.
    ...(needsColourManagement(bytes) ? { output_profile: "srgb" } : {}),
    option_string: "[fail_on=truncated]",
  });
  using srgb = thumbnail.colourspace("srgb");
  using opaque = srgb.hasAlpha() ? srgb.flatten({ background: BLACK }) : srgb.copy();
  return opaque.cast("uchar");
}

function needsColourManagement(bytes: Uint8Array): boolean {
  using image = vips.Image.newFromBuffer(bytes);
  return image.getTypeof("icc-profile-data") !== 0 || image.interpretation === "cmyk";
}

function warm(): PictureResult {
  const size = { width: 1024, height: 576 };
  using ramp = vips.Image.grey(1600, 1200, { uchar: true });
  using picture = ramp.colourspace("srgb");
  const bytes = picture.jpegsaveBuffer();
  jpegOf(bytes, size);
  rgbOf(bytes, size);
  return { ...size, data: new Uint8Array() };
}

/** WebAssembly memory is shared between threads; what leaves is a copy of its own. */
function ownBytes(bytes: ArrayBufferView): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength));
}

/** Turns libvips' complaints into the visitor's; a trap in WebAssembly itself is a worker's death. */
function readable<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError || error instanceof WebAssembly.RuntimeError) throw error;
    throw new InputError(
      "image-unreadable",
      "The picture is damaged or incomplete and cannot be read. Save it again and retry.",
      { cause: error },
    );
  }
}
