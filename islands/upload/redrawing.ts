import { kindOf } from "./file_kind.ts";
import { plainlyTurned } from "./steady_picture.ts";
import { sizeWithin, type UploadBounds } from "./upload_plan.ts";

const QUALITY = 0.9;
/** Rows that are looked through for transparency at once. */
const STRIPE = 256;

/**
 * The picture as an upright JPEG within bounds, without metadata. `undefined` where this browser
 * cannot do it, or where transparency that is to be kept would be lost.
 */
export async function redraw(
  file: Blob,
  { bounds, keepsTransparency }: {
    readonly bounds: UploadBounds;
    readonly keepsTransparency: boolean;
  },
): Promise<Blob | undefined> {
  if (!isCanvasTrue()) return undefined;
  const picture = await decode(file);
  if (picture === undefined) return undefined;
  const canvas = document.createElement("canvas");
  try {
    const size = sizeWithin(picture, bounds);
    if (size === undefined) return undefined;
    Object.assign(canvas, size);
    const context = canvas.getContext("2d");
    if (context === null) return undefined;
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, size.width, size.height);
    if (keepsTransparency && isTransparent(context)) return undefined;
    return await jpegOf(canvas);
  } finally {
    picture.close();
    // Some browsers keep the pixels until the canvas is collected.
    canvas.width = canvas.height = 0;
  }
}

async function decode(file: Blob): Promise<ImageBitmap | undefined> {
  try {
    // "none" would turn it as well, and some browsers by more than the server does.
    const turned = await plainlyTurned(file, await kindOf(file));
    return await createImageBitmap(turned, { imageOrientation: "from-image" });
  } catch {
    // Not a picture that this browser reads: the server may read it all the same.
    return undefined;
  }
}

async function jpegOf(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  const jpeg = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, "image/jpeg", QUALITY)
  );
  return jpeg?.type === "image/jpeg" ? jpeg : undefined;
}

function isTransparent(context: CanvasRenderingContext2D): boolean {
  const { width, height } = context.canvas;
  for (let top = 0; top < height; top += STRIPE) {
    const { data } = context.getImageData(0, top, width, Math.min(STRIPE, height - top));
    for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  }
  return false;
}

/** Browsers that guard against fingerprinting give back noise, which must not be sent. */
function isCanvasTrue(): boolean {
  const canvas = document.createElement("canvas");
  const side = canvas.width = canvas.height = 8;
  const context = canvas.getContext("2d");
  if (context === null) return false;
  const colour = [200, 90, 12, 255];
  context.fillStyle = "rgb(200, 90, 12)";
  context.fillRect(0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  return data.every((value, at) => Math.abs(value - (colour[at % 4] ?? 0)) <= 2);
}
