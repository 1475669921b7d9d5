/**
 * What the walkers of this folder share. A walker goes through the bytes of a file part by part, in
 * linear time, and never throws: it yields what is there, as far as it claims to go, and last of all
 * where it ended and why. Parts lie one behind the other without a gap, so that whoever leaves out
 * or mends some of them has the rest as it was.
 */

/** A part or stretch of a file, in bytes from its start; `end` is behind its last byte. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The last thing that a walker yields. */
export interface WalkEnd {
  readonly kind: "end";
  /** Where it ended, in bytes from the start of the file. */
  readonly at: number;
  readonly why: WalkEndReason;
}

/** Why a walk ended. */
export type WalkEndReason =
  /** All is there. What may follow behind `at` is no part of it. */
  | "closed"
  /** A part begins at `at` and ends behind the last byte, or the file's own end is missing. */
  | "cut-off"
  /** What stands at `at` cannot be a part. */
  | "broken"
  /** So many parts have no honest file. */
  | "too-many";

/** How far a walk goes. */
export interface WalkLimit {
  /** Parts that are gone through at most; `MOST_PARTS` when left out. */
  readonly most?: number;
}

/** How many parts are gone through unless a caller says so: who writes more wants to be waited for. */
const MOST_PARTS = 100_000;

/**
 * Walks from `start` to `end`. `step` tells the part at a place, given the one before it, or why there
 * is none. A part may claim to go beyond the end: it is yielded, and the walk ends where it begins.
 */
export function* walk<Part extends Stretch>(
  step: (at: number, last: Part | undefined) => Part | WalkEndReason,
  { start, end, most = MOST_PARTS }: Stretch & WalkLimit,
): Generator<Part | WalkEnd> {
  let last: Part | undefined;
  for (let [at, left] = [start, most];; left--) {
    const part = at > end ? "cut-off" : left === 0 ? "too-many" : step(at, last);
    if (typeof part === "string") {
      return yield { kind: "end", at: at > end ? last?.start ?? start : at, why: part };
    }
    yield part;
    last = part;
    at = part.end;
  }
}

/** Goes through a walk to learn how it ends. */
export function endOf(walk: Iterable<{ readonly kind: string } | WalkEnd>): WalkEnd {
  for (const part of walk) {
    if ("why" in part) return part;
  }
  return { kind: "end", at: 0, why: "broken" };
}

/** The four bytes that name a part. */
export function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** The numbers in `bytes`. */
export function numbersIn(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
