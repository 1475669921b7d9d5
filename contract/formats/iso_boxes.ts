import {
  nameAt,
  numbersIn,
  type Stretch,
  walk,
  type WalkEnd,
  type WalkEndReason,
  type WalkLimit,
} from "./walking.ts";

/** A box of an ISO base media file such as MP4, HEIC or AVIF; `end` as it is claimed. */
export interface IsoBox extends Stretch {
  readonly kind: "box";
  /** Four characters. */
  readonly type: string;
  readonly contentStart: number;
  /** Whether it claims no size of its own, but goes on to the end of what holds it. */
  readonly isOpen: boolean;
}

const SHORT_HEADER = 8, LONG_HEADER = 16;
/** Sizes that mean something else than themselves. */
const SIZE_TO_END = 0, SIZE_IS_LONG = 1;

/** How many bytes are enough for `isoBoxAt`. */
export const BOX_HEADER_BYTES = LONG_HEADER;

/**
 * The boxes (ISO/IEC 14496-12, section 4.2) that stand one after the other in `bytes`, or from `start`
 * to `end` of it: `closed` where they fill that.
 */
export function isoBoxes(
  bytes: Uint8Array,
  holder: Partial<Stretch> & WalkLimit = {},
): Generator<IsoBox | WalkEnd> {
  const { start = 0, end = bytes.length } = holder;
  return walk<IsoBox>(
    (at) => isoBoxAt(bytes.subarray(at, at + BOX_HEADER_BYTES), { start: at, end }),
    { ...holder, start, end },
  );
}

/** The box whose header stands at `start`, in a file or box that ends at `end`, or why there is none. */
export function isoBoxAt(header: Uint8Array, { start, end }: Stretch): IsoBox | WalkEndReason {
  if (start === end) return "closed";
  const numbers = numbersIn(header.subarray(0, end - start));
  if (numbers.byteLength < SHORT_HEADER) return "cut-off";
  const short = numbers.getUint32(0);
  const [isLong, isOpen] = [short === SIZE_IS_LONG, short === SIZE_TO_END];
  const headerBytes = isLong ? LONG_HEADER : SHORT_HEADER;
  if (numbers.byteLength < headerBytes) return "cut-off";
  const size = isLong ? Number(numbers.getBigUint64(SHORT_HEADER)) : isOpen ? end - start : short;
  if (size < headerBytes) return "broken";
  const type = nameAt(header, 4);
  return {
    kind: "box",
    type,
    start,
    contentStart: start + headerBytes,
    end: start + size,
    isOpen,
  };
}

/** What stands at the top of a video (ISO/IEC 14496-12, table 1, and QuickTime's `wide`). */
const TOP_TYPES = new Set(
  "ftyp styp moov moof mdat mfra sidx ssix free skip wide uuid udta meta pdin prft emsg".split(" "),
);

/** Whether a box of that type stands at the top of videos; a file that begins with one is its like. */
export function isTopType(type: string): boolean {
  return TOP_TYPES.has(type);
}
