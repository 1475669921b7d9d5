/** One box of an ISO base media file (ISO/IEC 14496-12, section 4.2). */
export interface Box {
  /** Four characters. */
  readonly type: string;
  /** Where the box starts, in bytes from the start of the file. */
  readonly start: number;
  /** Size in bytes, header included, as the box claims it. */
  readonly size: number;
}

const SHORT_HEADER = 8;
const LONG_HEADER = 16;
/** Sizes that mean something else than themselves. */
const SIZE_TO_END = 0, SIZE_IS_LONG = 1;
/** No film of a few seconds has more, fragmented or not. */
const MAX_BOXES = 10_000;

/**
 * The boxes at the top of an open file, by their headers alone. Ends at the first thing that is no box
 * or does not fit; the last box then claims more bytes than the file has, or none covers its end.
 */
export async function readTopBoxes(file: Deno.FsFile, fileSize: number): Promise<Box[]> {
  const boxes: Box[] = [];
  let start = 0;
  while (start < fileSize && boxes.length < MAX_BOXES) {
    const box = boxAt(start, { header: await readAt(file, start, LONG_HEADER), fileSize });
    if (box === undefined) break;
    boxes.push(box);
    start += box.size;
  }
  return boxes;
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

function boxAt(
  start: number,
  { header, fileSize }: { header: Uint8Array; fileSize: number },
): Box | undefined {
  if (header.length < SHORT_HEADER) return undefined;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const type = String.fromCharCode(...header.subarray(4, 8));
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) return undefined;
  const size = view.getUint32(0);
  if (size === SIZE_TO_END) return { type, start, size: fileSize - start };
  if (size !== SIZE_IS_LONG) return size < SHORT_HEADER ? undefined : { type, start, size };
  if (header.length < LONG_HEADER) return undefined;
  const longSize = Number(view.getBigUint64(8));
  return longSize < LONG_HEADER ? undefined : { type, start, size: longSize };
}
