import { readAt } from "./mp4_boxes.ts";

/** Elements of Matroska and WebM (RFC 8794, section 4 and 5; RFC 9559, section 5.1). */
const EBML = 0x1a45dfa3, SEGMENT = 0x18538067, CLUSTER = 0x1f43b675;
/** Children of a segment, which end a cluster of unknown size. */
const TOP_IDS = [CLUSTER, 0x1c53bb6b, 0x1254c367, 0x114d9b74, 0x1549a966, 0x1654ae6b];
const HEADER_BYTES = 12;
/** A frame is one element, and a video of seconds has few. */
const MOST_ELEMENTS = 100_000;

interface Element {
  readonly id: number;
  readonly contentStart: number;
  /** `undefined` where the writer did not know it yet, as with streams. */
  readonly end: number | undefined;
}

/** Whether a file begins as Matroska or WebM does. */
export function isMatroska(head: Uint8Array): boolean {
  return head.length >= 4 &&
    new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0) === EBML;
}

/**
 * Whether the Matroska file holds all that it announces: element after element up to the end of its
 * segment, or of the file where that is left open.
 */
export async function checkMatroskaEnd(file: Deno.FsFile, fileSize: number): Promise<boolean> {
  const head = await elementAt(file, 0);
  const segment = await elementAt(file, head?.end ?? fileSize);
  if (segment?.id !== SEGMENT) return false;
  const end = segment.end ?? fileSize;
  if (end > fileSize) return false;
  let hasCluster = false;
  for (let [at, left] = [segment.contentStart, MOST_ELEMENTS]; at < end; left--) {
    const element = await elementAt(file, at);
    if (element === undefined || left === 0) return false;
    const isCluster = element.id === CLUSTER;
    if (element.end === undefined && !TOP_IDS.includes(element.id)) return false;
    // What is in a cluster follows as if it were its siblings: readers pass over what is damaged there.
    at = isCluster ? element.contentStart : element.end ?? element.contentStart;
    if (at > end || (element.end ?? end) > end) return false;
    hasCluster ||= isCluster;
  }
  return hasCluster;
}

async function elementAt(file: Deno.FsFile, at: number): Promise<Element | undefined> {
  const header = await readAt(file, at, HEADER_BYTES);
  const id = numberAt(header, { at: 0, most: 4, keepsMarker: true });
  const size = id && numberAt(header, { at: id.length, most: 8, keepsMarker: false });
  if (!size) return undefined;
  const contentStart = at + id.length + size.length;
  const isUnknown = size.value === 2 ** (7 * size.length) - 1;
  return { id: id.value, contentStart, end: isUnknown ? undefined : contentStart + size.value };
}

/** A number of variable length (RFC 8794, section 4), exact up to 2^53. */
function numberAt(
  bytes: Uint8Array,
  { at, most, keepsMarker }: { at: number; most: number; keepsMarker: boolean },
): { readonly value: number; readonly length: number } | undefined {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (length > most || at + length > bytes.length) return undefined;
  let value = keepsMarker ? first : first & (0xff >> length);
  for (let next = 1; next < length; next++) value = value * 256 + (bytes[at + next] ?? 0);
  return { value, length };
}
