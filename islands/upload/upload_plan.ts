import type { CropSize } from "../../contract/crop.ts";
import type { FileKind } from "./file_kind.ts";

/** What is known of a picture before it is sent. */
export interface UploadFacts {
  readonly kind: FileKind;
  readonly bytes: number;
  /** As it is stored; absent when the header does not tell. */
  readonly size?: CropSize | undefined;
}

/** What the visitor chose. */
export interface UploadWish {
  readonly sendsOriginal: boolean;
  /** The crop's. */
  readonly zoom: number;
}

/** How large a picture may be sent, at most; smaller ones are never enlarged. */
export interface UploadBounds {
  readonly longSide: number;
  readonly shortSide: number;
}

/** Smaller files are through before they would be drawn again. */
const HEAVY_BYTES = 3 * 1024 * 1024;
const LARGE_PIXELS = 12_000_000;
/** Four bytes each while the browser decodes. */
const MAX_DECODED_PIXELS = 50_000_000;
/** What every browser's canvas takes. */
const MAX_CANVAS_PIXELS = 4096 * 4096;
/**
 * About twice what the largest models take, also of a part of another shape: one of the two sides is
 * as long as that, the other one longer.
 */
const BOUNDS: UploadBounds = { longSide: 2560, shortSide: 1920 };

/**
 * The size at which a picture is drawn again before it is sent; `undefined` when its own bytes are
 * sent. What the crop enlarges is sent finer, in whole steps, so that the bytes seldom change.
 */
export function boundsOf(facts: UploadFacts, wish: UploadWish): UploadBounds | undefined {
  const { kind, size, bytes } = facts;
  const pixels = size === undefined ? undefined : size.width * size.height;
  if (pixels !== undefined && pixels > MAX_DECODED_PIXELS) return undefined;
  // The server does not read HEIC: it is converted in any case.
  if (kind === "heic") return wish.sendsOriginal ? UNBOUND : finer(wish.zoom);
  if (size === undefined || pixels === undefined) return undefined;
  const canShrink = kind === "image/jpeg" || kind === "image/png" || kind === "image/webp" ||
    kind === "image/avif" || kind === "image/bmp";
  if (wish.sendsOriginal || !canShrink) return undefined;
  if (bytes <= HEAVY_BYTES && pixels <= LARGE_PIXELS) return undefined;
  const bounds = finer(wish.zoom);
  const shrinks = sizeWithin(size, bounds)?.width !== size.width;
  // A large PNG or BMP is worth storing as JPEG at its own size too.
  return shrinks || kind === "image/png" || kind === "image/bmp" ? bounds : undefined;
}

/** The picture's size within bounds; `undefined` when it is too large for a canvas even so. */
export function sizeWithin(size: CropSize, bounds: UploadBounds): CropSize | undefined {
  const scale = Math.min(
    1,
    Math.max(
      bounds.longSide / Math.max(size.width, size.height),
      bounds.shortSide / Math.min(size.width, size.height),
    ),
  );
  const width = Math.round(size.width * scale), height = Math.round(size.height * scale);
  return width * height <= MAX_CANVAS_PIXELS ? { width, height } : undefined;
}

const UNBOUND: UploadBounds = { longSide: Infinity, shortSide: Infinity };

function finer(zoom: number): UploadBounds {
  const step = Math.ceil(zoom);
  return { longSide: BOUNDS.longSide * step, shortSide: BOUNDS.shortSide * step };
}
