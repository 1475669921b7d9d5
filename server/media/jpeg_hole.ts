/** So many zeros in a row are a hole that a broken copy left, or a large and very even surface. */
const HOLE_BYTES = 512;
/** More than any encoder writes behind the last pixel. */
const TAIL_BYTES = 64;
const EOI = 0xd9;

/**
 * A JPEG without the last bytes of its pixels, where a hole makes the picture doubtful; `undefined`
 * where there is none. Zeros are sound data for more pixels than were there, so that a decoder has all
 * of them too early and never sees the end: it then does not miss it either.
 */
export function withoutTail(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const hole = holeIn(bytes);
  const end = hole === undefined ? undefined : endOfPixels(bytes, hole);
  if (hole === undefined || end === undefined || end - TAIL_BYTES <= hole) return undefined;
  const shortened = new Uint8Array(end - TAIL_BYTES + 2);
  shortened.set(bytes.subarray(0, end - TAIL_BYTES));
  shortened.set([0xff, EOI], end - TAIL_BYTES);
  return shortened;
}

/** Where the first hole begins, roughly. */
function holeIn(bytes: Uint8Array): number | undefined {
  // Every hole holds a whole half of its length that begins at a multiple of that.
  const half = HOLE_BYTES / 2;
  for (let at = 0; at + half <= bytes.length; at += half) {
    if (bytes[at] === 0 && bytes.subarray(at, at + half).every((byte) => byte === 0)) return at;
  }
  return undefined;
}

/** Behind the last byte before the end that is not padding. */
function endOfPixels(bytes: Uint8Array, from: number): number | undefined {
  let offset = bytes.indexOf(0xff, from);
  while (offset !== -1 && bytes[offset + 1] !== EOI) offset = bytes.indexOf(0xff, offset + 1);
  if (offset === -1) return undefined;
  while (offset > from && bytes[offset - 1] === 0) offset--;
  return offset;
}
