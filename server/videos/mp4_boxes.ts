import {
  BOX_HEADER_BYTES,
  type IsoBox,
  isoBoxAt,
  isTopType,
} from "../../contract/formats/iso_boxes.ts";
import type { WalkEndReason } from "../../contract/formats/walking.ts";

/** The boxes at the top of a file, and why they end where they do. */
export interface TopBoxes {
  readonly boxes: readonly IsoBox[];
  readonly why: WalkEndReason;
}

/** No video of a few seconds has more, fragmented or not. */
const MAX_BOXES = 10_000;
/** What these hold is no part of a video, so that nothing is lost where they end early. */
const PADDING_TYPES = ["free", "skip", "wide"];
/** What types of boxes are made of; anything else is no box, though it may have the size of one. */
const TYPE = /^[\x20-\x7e\xa9]{4}$/;

/**
 * The boxes at the top of an open file, by their headers alone, and where and why they end. Bytes that
 * are no box behind index and frames, as servers and editors leave them there, end the boxes as
 * `closed`: nothing is missing.
 */
export async function readTopBoxes(file: Deno.FsFile, fileSize: number): Promise<TopBoxes> {
  const boxes: IsoBox[] = [];
  for (let start = 0; boxes.length < MAX_BOXES;) {
    const header = await readAt(file, start, BOX_HEADER_BYTES);
    const box = isoBoxAt(header, { start, end: fileSize });
    if (typeof box === "string") return { boxes, why: endAfter(boxes, box) };
    if (!TYPE.test(box.type)) return { boxes, why: endAfter(boxes, "broken") };
    if (box.end > fileSize && isTail(boxes, box)) return { boxes, why: "closed" };
    boxes.push(box);
    if (box.end > fileSize) return { boxes, why: "cut-off" };
    start = box.end;
  }
  return { boxes, why: "too-many" };
}

/** A few bytes behind pieces may be the beginning of the next one. */
function endAfter(boxes: readonly IsoBox[], why: WalkEndReason): WalkEndReason {
  const isInPieces = boxes.some(({ type }) => type === "moof");
  return isWhole(boxes) && !(isInPieces && why === "cut-off") ? "closed" : why;
}

function isTail(boxes: readonly IsoBox[], { type }: IsoBox): boolean {
  return isWhole(boxes) && (!isTopType(type) || PADDING_TYPES.includes(type));
}

function isWhole(boxes: readonly IsoBox[]): boolean {
  return ["moov", "mdat"].every((wanted) => boxes.some(({ type }) => type === wanted));
}

/** Up to `length` bytes from `position` on; fewer at the end of the file. */
export async function readAt(
  file: Deno.FsFile,
  position: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(length);
  // Never waits for the disk, unlike the reading.
  file.seekSync(position, Deno.SeekMode.Start);
  let filled = 0;
  while (filled < length) {
    const count = await file.read(buffer.subarray(filled));
    if (count === null) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}

/** A whole box, whose size is told even where the file leaves it open. */
export async function readBox(
  file: Deno.FsFile,
  { start, end }: Pick<IsoBox, "start" | "end">,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readAt(file, start, end - start);
  const size = new DataView(bytes.buffer);
  if (bytes.length >= BOX_HEADER_BYTES && size.getUint32(0) === 0) size.setUint32(0, bytes.length);
  return bytes;
}
