/**
 * Test pictures, drawn here so that the repository needs no photographs. The library runs in a
 * worker, because in the main thread it would replace the global `Worker`; the worker starts with the
 * first picture, and each picture is drawn once per process.
 */
import { crc32 } from "node:zlib";
import type { ImageType } from "../contract/image_limits.ts";
import { WorkerQueue } from "../server/media/worker_queue.ts";
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
  /** Other kinds of samples than 8-bit RGB: grey and four inks in JPEG, 16 bits in PNG. */
  readonly colours?: "grey" | "cmyk" | "16-bit";
  /** Leaves every metadata segment out; JPEG only. */
  readonly isPlain?: boolean;
  /** Stores in several scans; JPEG only. */
  readonly isProgressive?: boolean;
}

const queue = new WorkerQueue<PictureOrder, PictureReading>({
  url: new URL("./pictures_worker.ts", import.meta.url),
  permissions: "inherit",
  timeoutMs: 60_000,
});
const drawn = new Map<string, Promise<PictureReading>>();

/**
 * A picture file: a colour gradient with one white disc of a third of the shorter side in its middle and a
 * red square in the top left corner.
 */
export async function drawPicture(options: PictureOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const key = JSON.stringify(options);
  const drawing = drawn.get(key) ?? ask({ kind: "draw", options });
  drawn.set(key, drawing);
  return (await drawing).data.slice();
}

/** Pixels of a picture file as 8-bit RGB, as it is stored, with all that libvips says about it. */
export async function readPicture(bytes: Uint8Array<ArrayBuffer>): Promise<PictureReading> {
  return await ask({ kind: "read", bytes });
}

function ask(order: PictureOrder): Promise<PictureReading> {
  return queue.run(() => ({ input: order }), { signal: new AbortController().signal });
}

/** A PNG that is only a header: it claims `width` × `height` pixels and holds none. */
export function pngHeader(width: number, height: number): Uint8Array<ArrayBuffer> {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, 2], 8);
  return Uint8Array.from([
    ...signature,
    ...pngChunk("IHDR", header),
    ...pngChunk("IDAT", new Uint8Array()),
    ...pngChunk("IEND", new Uint8Array()),
  ]);
}

/** A JPEG with one more segment behind its start: `marker` is the code's second byte. */
export function insertSegment(
  jpeg: Uint8Array,
  marker: number,
  content: string,
): Uint8Array<ArrayBuffer> {
  const body = new TextEncoder().encode(content);
  const length = body.length + 2;
  const segment = [0xff, marker, length >> 8, length & 0xff, ...body];
  return Uint8Array.from([...jpeg.subarray(0, 2), ...segment, ...jpeg.subarray(2)]);
}

function pngChunk(name: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode(name), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  return chunk;
}

/** Ends the drawing worker; it would keep a program that is no test run from ending. */
export function stopDrawing(): void {
  queue.close();
}
