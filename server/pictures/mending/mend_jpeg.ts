import {
  APP0,
  APP14,
  EOI,
  isJpegFrame,
  type JpegData,
  jpegFrame,
  jpegParts,
  type JpegSegment,
  SEQUENTIAL,
  SOS,
} from "../../../contract/formats/jpeg_parts.ts";
import { nameAt, type WalkEnd } from "../../../contract/formats/walking.ts";
import { joined, type MendedPicture } from "./mended.ts";

type JpegPart = JpegSegment | JpegData;

const COEFFICIENTS = 64, MOST_COMPONENTS = 4;
/** What a scan of a sequential JPEG says of coefficients (T.81, table B.3): all, in one go. */
const ALL_AT_ONCE = [0, COEFFICIENTS - 1, 0];
/** Where JFIF has the first number of its version, and Adobe's segment what its colours are. */
const JFIF_VERSION = 9, ADOBE_TRANSFORM = 15, YCCK = 2;
const END = Uint8Array.of(0xff, EOI);

/**
 * Leaves out what stands between the segments, gives the scans of a sequential JPEG the parameters
 * that they can only have (some telephones write others), and ends it where its file does.
 */
export function mendJpeg(bytes: Uint8Array): MendedPicture {
  const parts: JpegPart[] = [];
  let end: WalkEnd = { kind: "end", at: 0, why: "broken" };
  for (const part of jpegParts(bytes)) {
    if (part.kind === "end") end = part;
    else parts.push(part);
  }
  const isOpen = end.why === "cut-off";
  if (isOpen && !seemsWhole(bytes, parts)) return { bytes, end: "missing" };
  if (!isOpen && end.why !== "closed") return { bytes, end: "there" };
  const pieces = plainPieces(bytes, parts);
  if (!isOpen && pieces === undefined) return { bytes, end: "there" };
  const rest = isOpen ? END : bytes.subarray(end.at);
  const body = pieces ?? [bytes.subarray(0, end.at)];
  return { bytes: joined([...body, rest]), end: isOpen ? "unsure" : "there" };
}

/** The parts that make the picture; `undefined` where they are the file as it is. */
function plainPieces(
  bytes: Uint8Array,
  parts: readonly JpegPart[],
): readonly Uint8Array[] | undefined {
  const isSequential = parts.some((part) =>
    part.kind === "segment" && SEQUENTIAL.includes(part.code)
  );
  let isMended = false;
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    isMended ||= part.kind === "stray";
    if (part.kind === "stray") continue;
    const piece = bytes.subarray(part.start, part.end);
    const plain = part.kind === "segment" ? plainSegment(piece, part.code, isSequential) : piece;
    isMended ||= plain !== piece;
    pieces.push(plain);
  }
  return isMended ? pieces : undefined;
}

/** A segment as decoders do not complain of it, and read it anyway. */
function plainSegment(segment: Uint8Array, code: number, isSequential: boolean): Uint8Array {
  switch (code) {
    case SOS:
      return isSequential ? withBytes(segment, -ALL_AT_ONCE.length, ALL_AT_ONCE) : segment;
    case APP0:
      return nameAt(segment, 4) === "JFIF" ? withBytes(segment, JFIF_VERSION, [1]) : segment;
    case APP14: {
      const isUnknown = nameAt(segment, 4) === "Adob" && (segment[ADOBE_TRANSFORM] ?? 0) > YCCK;
      return isUnknown ? new Uint8Array() : segment;
    }
    default:
      return segment;
  }
}

/** The segment with these bytes at that place, from its end where that is negative. */
function withBytes(segment: Uint8Array, place: number, values: readonly number[]): Uint8Array {
  const from = place < 0 ? segment.length + place : place;
  if (from + values.length > segment.length) return segment;
  if (values.every((value, at) => segment[from + at] === value)) return segment;
  const plain = segment.slice();
  plain.set(values, from);
  return plain;
}

/**
 * Whether a file without its end marker has the beginning of all data that its pixels need: of each
 * component all coefficients, to their last bit (T.81, B.2.3).
 */
function seemsWhole(bytes: Uint8Array, parts: readonly JpegPart[]): boolean {
  if ((parts.at(-1)?.end ?? Infinity) > bytes.length) return false;
  const missing = new Map<number, Set<number>>();
  let isSequential = false;
  for (const part of parts) {
    if (part.kind !== "segment") continue;
    const content = bytes.subarray(part.contentStart, part.end);
    if (isJpegFrame(part.code)) {
      isSequential = SEQUENTIAL.includes(part.code);
      for (const id of componentsOf(content)) missing.set(id, all());
    }
    if (part.code !== SOS) continue;
    const [first = 0, last = 0, bits = 0] = isSequential ? ALL_AT_ONCE : content.subarray(-3);
    if ((bits & 15) !== 0) continue;
    for (let index = 0; index < Math.min(content[0] ?? 0, MOST_COMPONENTS); index++) {
      const component = missing.get(content[1 + 2 * index] ?? 0);
      for (let at = first; at <= Math.min(last, COEFFICIENTS); at++) component?.delete(at);
    }
  }
  return missing.size > 0 && [...missing.values()].every(({ size }) => size === 0);
}

function componentsOf(content: Uint8Array): number[] {
  const { components = 0 } = jpegFrame(content) ?? {};
  return Array.from(
    { length: Math.min(components, MOST_COMPONENTS) },
    (_, index) => content[6 + 3 * index] ?? 0,
  );
}

function all(): Set<number> {
  return new Set(Array.from({ length: COEFFICIENTS }, (_, at) => at));
}
