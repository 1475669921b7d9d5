import { type Stretch, walk, type WalkEnd, type WalkEndReason, type WalkLimit } from "./walking.ts";

/** Marker codes of ITU-T T.81, table B.1. */
export const SOI = 0xd8, EOI = 0xd9, SOS = 0xda, DQT = 0xdb, DHT = 0xc4, DRI = 0xdd;
export const APP0 = 0xe0, APP1 = 0xe1, APP14 = 0xee;
const SOF0 = 0xc0, APP15 = 0xef;

/** Frame headers of pictures that come as they are, row by row, and not ever finer. */
export const SEQUENTIAL: readonly number[] = [SOF0, 0xc1, 0xc9];

/** A marker and what its length field covers; `end` as it is claimed. */
export interface JpegSegment extends Stretch {
  readonly kind: "segment";
  readonly code: number;
  /** Behind the length field, where the marker has one. */
  readonly contentStart: number;
}

/** What lies between segments: a scan's compressed data, or bytes that belong to nothing. */
export type JpegData = Stretch & ({ readonly kind: "scan" } | { readonly kind: "stray" });

/** What a frame header says (T.81, B.2.2). */
export interface JpegFrame {
  /** Bits of a sample. */
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** DHT, JPG and DAC share the range of the frame headers. */
const NO_FRAMES: readonly number[] = [DHT, 0xc8, 0xcc];

/**
 * The parts of a JPEG (T.81, annex B) up to its EOI: `closed` where that stands, `cut-off` without it.
 * Fill bytes, restart markers outside a scan and whatever else no segment covers are `stray`, also a
 * segment whose marker lost its first byte.
 */
export function jpegParts(
  bytes: Uint8Array,
  limit?: WalkLimit,
): Generator<JpegSegment | JpegData | WalkEnd> {
  return walk<JpegSegment | JpegData>((at, last) => {
    const lastCode = last?.kind === "segment" ? last.code : undefined;
    if (lastCode === EOI) return "closed";
    const lost = lastCode === SOS ? undefined : endOfLostSegment(bytes, at);
    if (lost !== undefined) return { kind: "stray", start: at, end: lost };
    const marker = nextMarker(bytes, at);
    const scanEnd = lastCode === SOS ? beforeFill(bytes, { start: at, end: marker }) : at;
    if (scanEnd > at) return { kind: "scan", start: at, end: scanEnd };
    return marker > at ? { kind: "stray", start: at, end: marker } : jpegSegmentAt(bytes, at);
  }, { start: 0, end: bytes.length, ...limit });
}

/** The segment whose marker stands at `start`, or why there is none. */
export function jpegSegmentAt(bytes: Uint8Array, start: number): JpegSegment | WalkEndReason {
  const code = bytes[start + 1] ?? 0;
  const isLone = code === SOI || code === EOI;
  const contentStart = start + (isLone ? 2 : 4);
  if (contentStart > bytes.length) return "cut-off";
  const end = start + 2 + (isLone ? 0 : uint16(bytes, start + 2));
  return end < contentStart ? "broken" : { kind: "segment", code, start, contentStart, end };
}

/**
 * Where an application's segment ends whose marker begins with a zero, as some telephones write it. Its
 * content, a thumbnail perhaps, is none of the picture's.
 */
function endOfLostSegment(bytes: Uint8Array, start: number): number | undefined {
  const [first, code = 0] = bytes.subarray(start, start + 2);
  if (first !== 0 || code < APP0 || code > APP15) return undefined;
  const end = start + 2 + uint16(bytes, start + 2);
  return bytes[end] === 0xff && (bytes[end + 1] ?? 0) >= SOF0 ? end : undefined;
}

/** Whether that marker begins a frame header. */
export function isJpegFrame(code: number): boolean {
  return code >= SOF0 && code <= 0xcf && !NO_FRAMES.includes(code);
}

/** The frame header in a segment's content; `undefined` when that is too short. */
export function jpegFrame(content: Uint8Array): JpegFrame | undefined {
  const [precision, , , , , components] = content;
  if (precision === undefined || components === undefined) return undefined;
  return { precision, height: uint16(content, 1), width: uint16(content, 3), components };
}

/** Fill bytes may stand before any marker (T.81, B.1.1.2), so that they end a scan's data. */
function beforeFill(bytes: Uint8Array, { start, end }: Stretch): number {
  let filled = end;
  while (filled > start && bytes[filled - 1] === 0xff) filled--;
  return filled;
}

/**
 * Where the next marker stands; stuffed zeros, TEM and restarts are none. The end of the bytes without
 * one.
 */
export function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at)) {
    while (bytes[at] === 0xff) {
      const code = bytes[++at] ?? 0;
      if (code > 0x01 && code < 0xff && (code < 0xd0 || code > 0xd7)) return at - 1;
    }
  }
  return bytes.length;
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
