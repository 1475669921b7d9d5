/**
 * Whether a picture's own end is in its file: `there`; `missing` with a part of the picture; or
 * `unsure`, where only the pixels tell whether more than an end marker was lost.
 */
export type PictureEnd = "there" | "unsure" | "missing";

/** A picture as strict decoders read it. */
export interface MendedPicture {
  /** The bytes that were given, where nothing was wrong. */
  readonly bytes: Uint8Array;
  readonly end: PictureEnd;
  /** Whether a checksum tells that pixels are wrong, of which not every decoder complains. */
  readonly isDamaged?: boolean;
}

/** Several pieces in a row. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
