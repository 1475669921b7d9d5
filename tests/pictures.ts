/**
 * Test pictures, drawn here so that the repository needs no photographs. The library runs in a
 * worker, because in the main thread it would replace the global `Worker`; the worker starts with the
 * first picture that has not been drawn before.
 */
import type { ImageType } from "../contract/image_limits.ts";
import { WorkerQueue } from "../server/workers/worker_queue.ts";
import { PATIENCE_MS } from "./patience.ts";
import { onceDrawn } from "./picture_cache.ts";
import { exchangedProfile } from "./pictures_crafted.ts";
import type { PictureOrder, PictureReading } from "./pictures_worker.ts";

/** What to draw and how to store it. */
export interface PictureOptions {
  readonly type?: ImageType;
  readonly width?: number;
  readonly height?: number;
  /** EXIF orientation to claim, 1 to 8, together with a GPS position; the pixels are not turned. */
  readonly orientation?: number;
  /** Makes the right half of the picture wholly transparent; not for JPEG. */
  readonly isHalfTransparent?: boolean;
  /**
   * Other samples than 8-bit RGB: grey, four inks in JPEG; in PNG 16 bits, a palette, black and white;
   * in AVIF 10 bits.
   */
  readonly colours?: "grey" | "cmyk" | "16-bit" | "palette" | "1-bit" | "10-bit";
  /** Stores the colours under a profile: one whose channels are exchanged, or Display P3. */
  readonly profile?: "exchanged" | "p3";
  /** Adds a second frame, the first one's negative; GIF and WebP only. */
  readonly isAnimated?: boolean;
  /** Hangs on it what cameras and programs do: EXIF with a place, XMP, IPTC and a comment. */
  readonly isTagged?: boolean;
  /** Lays a camera's grain over it, so that the file is as large as a photograph's. */
  readonly isGrainy?: boolean;
  /** Middle of the white disc, in fractions of the picture; its own middle when left out. */
  readonly disc?: { readonly x: number; readonly y: number };
  /** Leaves every metadata segment out; JPEG, WebP and AVIF only. */
  readonly isPlain?: boolean;
  /** Stores in several passes; JPEG and PNG only. */
  readonly isProgressive?: boolean;
  /** Puts a restart marker behind each row of blocks, as scanners do; JPEG only. */
  readonly isRestarted?: boolean;
}

const queue = new WorkerQueue<PictureOrder, PictureReading>({
  url: new URL("./pictures_worker.ts", import.meta.url),
  permissions: "inherit",
  timeoutMs: PATIENCE_MS,
});
const drawn = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/**
 * A picture file: a colour gradient with one white disc of a third of the shorter side in its middle and a
 * red square in the top left corner. The gradient is of one blue, so that blue alone tells how much of a
 * pixel the disc covers.
 */
export async function drawPicture(options: PictureOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const description = JSON.stringify(options);
  const drawing = drawn.get(description) ?? onceDrawn(description, async () => {
    return (await ask({ kind: "draw", options, profile: profileOf(options) })).data;
  });
  drawn.set(description, drawing);
  return (await drawing).slice();
}

/** Pixels of a picture file as 8-bit RGB, as it is stored, with all that libvips says about it. */
export async function readPicture(bytes: Uint8Array<ArrayBuffer>): Promise<PictureReading> {
  return await ask({ kind: "read", bytes });
}

function profileOf({ profile }: PictureOptions): Uint8Array<ArrayBuffer> | undefined {
  return profile === "exchanged" ? exchangedProfile() : undefined;
}

function ask(order: PictureOrder): Promise<PictureReading> {
  return queue.run(() => ({ input: order }), { signal: new AbortController().signal });
}

/** Ends the drawing worker; it would keep a program that is no test run from ending. */
export function stopDrawing(): void {
  queue.close();
}
