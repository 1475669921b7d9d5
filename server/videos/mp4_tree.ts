import { type IsoBox, isoBoxes } from "../../contract/formats/iso_boxes.ts";
import type { Stretch } from "../../contract/formats/walking.ts";

/** Boxes inside a part of an MP4 that is in memory (ISO/IEC 14496-12, section 4.2). */

const HEADER = 8;

/**
 * The boxes that fill `bytes` from `start` to `end`, one after the other.
 *
 * @throws {RangeError} when they do not fit
 */
export function boxesIn(bytes: Uint8Array, holder: Stretch): IsoBox[] {
  const boxes: IsoBox[] = [];
  for (const part of isoBoxes(bytes, holder)) {
    if (part.kind === "box") {
      // Only the last box of a file may leave its size open.
      if (part.isOpen) throw new RangeError("A box has no size");
      boxes.push(part);
    } else if (part.why !== "closed" && holder.end - part.at >= HEADER) {
      // Less may stand there: some writers end a list of user data with four zero bytes.
      throw new RangeError("A box does not fit");
    }
  }
  return boxes;
}

/** The boxes of that type in a box, or in all of them at each step of a path such as `trak/mdia`. */
export function boxesAt(bytes: Uint8Array, parent: IsoBox, path: string): IsoBox[] {
  return path.split("/").reduce<IsoBox[]>(
    (parents, type) =>
      parents.flatMap(({ contentStart: start, end }) =>
        boxesIn(bytes, { start, end }).filter((box) => box.type === type)
      ),
    [parent],
  );
}

/** The numbers of a box, by their place in its content. */
export function contentOf(bytes: Uint8Array, { contentStart, end }: IsoBox): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + contentStart, end - contentStart);
}

/** A box of that type around the parts. */
export function boxOf(type: string, ...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((sum, part) => sum + part.length, HEADER);
  const box = new Uint8Array(size);
  new DataView(box.buffer).setUint32(0, size);
  for (let at = 0; at < 4; at++) box[4 + at] = type.charCodeAt(at);
  let at = HEADER;
  for (const part of parts) {
    box.set(part, at);
    at += part.length;
  }
  return box;
}
