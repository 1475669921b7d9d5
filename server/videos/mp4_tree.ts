/** Boxes inside a part of an MP4 that is in memory (ISO/IEC 14496-12, section 4.2). */

/** Where a box lies in the bytes that hold it. */
export interface BoxSpan {
  /** Four characters. */
  readonly type: string;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
}

const HEADER = 8;
const LONG_HEADER = 16;

/**
 * The boxes that fill `bytes` from `start` to `end`, one after the other.
 *
 * @throws {RangeError} when they do not fit
 */
export function boxesIn(
  bytes: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
): BoxSpan[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const boxes: BoxSpan[] = [];
  for (let at = start; at < end;) {
    // Some writers end a list of user data with four zero bytes.
    if (end - at < HEADER) break;
    const short = view.getUint32(at);
    const size = short === 1 ? Number(view.getBigUint64(at + HEADER)) : short;
    const contentStart = at + (short === 1 ? LONG_HEADER : HEADER);
    if (at + size > end || contentStart > at + size) throw new RangeError("A box does not fit");
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + HEADER));
    boxes.push({ type, start: at, contentStart, end: at + size });
    at += size;
  }
  return boxes;
}

/** The boxes of that type in a box, or in all of them at each step of a path such as `trak/mdia`. */
export function boxesAt(bytes: Uint8Array, parent: BoxSpan, path: string): BoxSpan[] {
  return path.split("/").reduce<BoxSpan[]>(
    (parents, type) =>
      parents.flatMap(({ contentStart: start, end }) =>
        boxesIn(bytes, { start, end }).filter((box) => box.type === type)
      ),
    [parent],
  );
}

/** The numbers of a box, by their place in its content. */
export function contentOf(bytes: Uint8Array, { contentStart, end }: BoxSpan): DataView {
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
