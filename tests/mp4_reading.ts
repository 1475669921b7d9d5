/** A box of an MP4 in memory, with its content (ISO/IEC 14496-12, section 4.2). */
export interface Mp4Box {
  readonly type: string;
  /** Where its content starts in the video. */
  readonly contentStart: number;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** The boxes that stand one after the other in `bytes`; videos of tests have short sizes only. */
export function boxesOf(bytes: Uint8Array<ArrayBuffer>, at = 0): Mp4Box[] {
  const boxes: Mp4Box[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let start = 0; start < bytes.length;) {
    const size = view.getUint32(start);
    const type = String.fromCharCode(...bytes.subarray(start + 4, start + 8));
    if (size < 8 || start + size > bytes.length) throw new Error(`The box ${type} does not fit`);
    const content = bytes.subarray(start + 8, start + size);
    boxes.push({ type, contentStart: at + start + 8, content });
    start += size;
  }
  return boxes;
}

/**
 * The box at a path such as `moov/trak/mdia`.
 *
 * @throws {Error} when there is none
 */
export function boxAt(video: Uint8Array<ArrayBuffer>, path: string): Mp4Box {
  let found: Mp4Box = { type: "", contentStart: 0, content: video };
  for (const type of path.split("/")) {
    const box = boxesOf(found.content, found.contentStart).find((box) => box.type === type);
    if (box === undefined) throw new Error(`The video has no box ${path}`);
    found = box;
  }
  return found;
}
