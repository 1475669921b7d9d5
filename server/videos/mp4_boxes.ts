import { BOX_HEADER_BYTES, type IsoBox, isoBoxAt } from "../../contract/formats/iso_boxes.ts";
import type { WalkEndReason } from "../../contract/formats/walking.ts";

/** The boxes at the top of a file, and why they end where they do. */
export interface TopBoxes {
  readonly boxes: readonly IsoBox[];
  readonly why: WalkEndReason;
}

/** No video of a few seconds has more, fragmented or not. */
const MAX_BOXES = 10_000;
/** What types of boxes are made of; anything else is no box, though it may have the size of one. */
const TYPE = /^[\x20-\x7e\xa9]{4}$/;

/** The boxes at the top of an open file, by their headers alone, and where and why they end. */
export async function readTopBoxes(file: Deno.FsFile, fileSize: number): Promise<TopBoxes> {
  const boxes: IsoBox[] = [];
  for (let start = 0; boxes.length < MAX_BOXES;) {
    const header = await readAt(file, start, BOX_HEADER_BYTES);
    const box = isoBoxAt(header, { start, end: fileSize });
    if (typeof box === "string") return { boxes, why: box };
    if (!TYPE.test(box.type)) return { boxes, why: "broken" };
    boxes.push(box);
    if (box.end > fileSize) return { boxes, why: "cut-off" };
    start = box.end;
  }
  return { boxes, why: "too-many" };
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
