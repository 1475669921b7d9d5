import type { IsoBox } from "../../contract/formats/iso_boxes.ts";
import { mendAvcEntry } from "./avc_entry.ts";
import { boxesAt, boxesIn, boxOf, contentOf } from "./mp4_tree.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What was found out about a video's pictures, for an index that says otherwise. */
export interface PictureTruth {
  /** The key frames, counted from 1. */
  readonly keys?: readonly number[];
  /** How much of them is to be shown, in seconds, where that is not all. */
  readonly shownSeconds?: number;
}

const TABLES = "mdia/minf/stbl";
const VIDEO = 0x76696465;

/**
 * The index with headers that are true: the lengths are those that the tables of times and the edit
 * lists come to, and only key frames are called key frames (ISO/IEC 14496-12, 8.2.2, 8.3.2, 8.4.2,
 * 8.6.2 and 8.6.6).
 *
 * @throws {RangeError} when the boxes do not fit
 */
export function mendHeaders(index: Bytes, truth: PictureTruth): Bytes {
  const mended = withPictures(index, truth);
  const root = rootOf(mended);
  const [movie] = boxesAt(mended, root, "mvhd");
  if (movie === undefined) return mended;
  const scale = scaleOf(contentOf(mended, movie));
  if (scale === 0) return mended;
  const lengths = boxesAt(mended, root, "trak").map((track) => {
    mendAvcEntry(mended, track);
    return mendTrack(mended, track, scale);
  });
  const header = contentOf(mended, movie);
  setLength(header, { v0: 16, v1: 24, length: Math.max(0, ...lengths) });
  return mended;
}

/** Sets the lengths of a track, and returns it in units of the movie; 0 where it is left open. */
function mendTrack(bytes: Bytes, track: IsoBox, movieScale: number): number {
  const [media] = boxesAt(bytes, track, "mdia/mdhd");
  const [times] = boxesAt(bytes, track, `${TABLES}/stts`);
  const [header] = boxesAt(bytes, track, "tkhd");
  if (media === undefined || times === undefined || header === undefined) return 0;
  const ticks = ticksIn(contentOf(bytes, times));
  const scale = scaleOf(contentOf(bytes, media));
  if (ticks === 0 || scale === 0) return 0;
  setLength(contentOf(bytes, media), { v0: 16, v1: 24, length: ticks });
  const [edits] = boxesAt(bytes, track, "edts/elst");
  const whole = Math.round(ticks * movieScale / scale);
  if (edits !== undefined) mendEdits(contentOf(bytes, edits), whole);
  const length = edits === undefined ? whole : editedLength(contentOf(bytes, edits)) || whole;
  setLength(contentOf(bytes, header), { v0: 20, v1: 28, length });
  return length;
}

/** The index with the tables of the pictures that are known better. */
function withPictures(index: Bytes, { keys, shownSeconds }: PictureTruth): Bytes {
  const root = rootOf(index);
  const [movie] = boxesAt(index, root, "mvhd");
  const scale = movie === undefined ? 0 : scaleOf(contentOf(index, movie));
  const parts = boxesIn(index, { start: root.contentStart, end: root.end }).map((box) => {
    let part = index.slice(box.start, box.end);
    if (box.type !== "trak" || !isOfPictures(index, box)) return part;
    if (keys !== undefined) {
      part = withChild(part, { path: [...TABLES.split("/"), "stss"], child: keyBox(keys) });
    }
    if (shownSeconds !== undefined) {
      const child = editBox(part, Math.round(shownSeconds * scale));
      part = withChild(part, { path: ["edts"], child });
    }
    return part;
  });
  return boxOf("moov", ...parts);
}

/** The box with that child at a path below it, in the place of others of its type. */
function withChild(
  bytes: Bytes,
  { path: [type = "", ...rest], child }: {
    readonly path: readonly string[];
    readonly child: Bytes;
  },
): Bytes {
  const parent = rootOf(bytes);
  const parts = boxesIn(bytes, { start: parent.contentStart, end: parent.end })
    .filter((box) => rest.length > 0 || box.type !== type)
    .map((box) => {
      const part = bytes.slice(box.start, box.end);
      return box.type === type ? withChild(part, { path: rest, child }) : part;
    });
  return boxOf(parent.type, ...parts, ...rest.length === 0 ? [child] : []);
}

function keyBox(keys: readonly number[]): Bytes {
  return boxOf("stss", numbers(0, keys.length, ...keys));
}

/** An edit list that ends after `length` units of the movie and starts where the old one did. */
function editBox(track: Bytes, length: number): Bytes {
  const [old] = boxesAt(track, rootOf(track), "edts/elst");
  const list = old && contentOf(track, old);
  const start = list && list.getUint8(0) === 0 && list.getUint32(4) === 1 ? list.getInt32(12) : 0;
  return boxOf("edts", boxOf("elst", numbers(0, 1, length, Math.max(0, start), 0x1_0000)));
}

function isOfPictures(bytes: Bytes, track: IsoBox): boolean {
  return boxesAt(bytes, track, "mdia/hdlr")
    .some((box) => contentOf(bytes, box).getUint32(8) === VIDEO);
}

/** No edit shows more than there is; one that shows nothing, before a late track, may take its time. */
function mendEdits(list: DataView, whole: number): void {
  const isLong = list.getUint8(0) === 1;
  for (let left = list.getUint32(4), at = 8; left > 0; left--, at += isLong ? 20 : 12) {
    const isEmpty = isLong ? list.getBigInt64(at + 8) < 0n : list.getInt32(at + 4) < 0;
    if (isEmpty) continue;
    if (!isLong) list.setUint32(at, Math.min(list.getUint32(at), whole));
    else if (list.getBigUint64(at) > BigInt(whole)) list.setBigUint64(at, BigInt(whole));
  }
}

/** How long the edits of a list are together, in units of the movie; 0 where one leaves it open. */
export function editedLength(list: DataView): number {
  const isLong = list.getUint8(0) === 1;
  const lengths = Array.from({ length: list.getUint32(4) }, (_, entry) => {
    const at = 8 + entry * (isLong ? 20 : 12);
    return isLong ? Number(list.getBigUint64(at)) : list.getUint32(at);
  });
  return lengths.includes(0) ? 0 : lengths.reduce((sum, length) => sum + length, 0);
}

function ticksIn(times: DataView): number {
  let ticks = 0;
  for (let entry = 0; entry < times.getUint32(4); entry++) {
    ticks += times.getUint32(8 + entry * 8) * times.getUint32(12 + entry * 8);
  }
  return ticks;
}

/** Units a second of a movie or media header. */
export function scaleOf(header: DataView): number {
  return header.getUint32(header.getUint8(0) === 1 ? 20 : 12);
}

/** The place of a length depends on the version of its box. */
function setLength(
  header: DataView,
  { v0, v1, length }: { readonly v0: number; readonly v1: number; readonly length: number },
): void {
  if (header.getUint8(0) === 1) header.setBigUint64(v1, BigInt(length));
  else header.setUint32(v0, Math.min(length, 2 ** 32 - 1));
}

function numbers(...values: number[]): Bytes {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, at) => view.setUint32(at * 4, value));
  return bytes;
}

function rootOf(bytes: Bytes): IsoBox {
  const [root] = boxesIn(bytes, { start: 0, end: bytes.length });
  if (root === undefined) throw new RangeError("The index is empty");
  return root;
}
