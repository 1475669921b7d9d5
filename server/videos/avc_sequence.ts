/** What H.264 says of its pictures in its sequence parameter set (ITU-T H.264, 7.3.2.1.1 and E.1.1). */
export interface AvcSequence {
  /** Size of a picture in pixels, cropped. */
  readonly width: number;
  readonly height: number;
  /** Primaries, transfer and matrix by their numbers (ITU-T H.273), where it names them. */
  readonly colours?: {
    readonly codes: readonly [primaries: number, transfer: number, matrix: number];
    readonly isFullRange: boolean;
  };
}

/** Profiles whose sets tell more of the samples. */
const HIGH_PROFILES = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];
/** A ratio of sides in words of its own. */
const EXTENDED_RATIO = 255;

/**
 * Reads the first sequence parameter set of a box `avcC` (ISO/IEC 14496-15, 5.3.3.1); `undefined` when
 * there is none.
 *
 * @throws {RangeError} when it ends early
 */
export function avcSequenceOf(settings: Uint8Array): AvcSequence | undefined {
  if (settings.length < 9 || ((settings[5] ?? 0) & 31) === 0) return undefined;
  const length = ((settings[6] ?? 0) << 8) + (settings[7] ?? 0);
  return readSequence(new BitReader(withoutEscapes(settings.subarray(9, 8 + length))));
}

function readSequence(bits: BitReader): AvcSequence {
  const profile = bits.take(8);
  bits.take(16);
  bits.golomb();
  const format = HIGH_PROFILES.includes(profile) ? readSampleFormat(bits) : 1;
  bits.golomb();
  readOrder(bits);
  bits.golomb();
  bits.take(1);
  const columns = bits.golomb() + 1;
  const rows = bits.golomb() + 1;
  const fields = 2 - bits.take(1);
  if (fields === 2) bits.take(1);
  bits.take(1);
  const [left, right, top, bottom] = bits.take(1) === 1
    ? [bits.golomb(), bits.golomb(), bits.golomb(), bits.golomb()]
    : [0, 0, 0, 0];
  const unitX = format === 1 || format === 2 ? 2 : 1;
  const unitY = (format === 1 ? 2 : 1) * fields;
  const size = {
    width: columns * 16 - (left + right) * unitX,
    height: rows * 16 * fields - (top + bottom) * unitY,
  };
  const colours = bits.take(1) === 1 ? readColours(bits) : undefined;
  return colours === undefined ? size : { ...size, colours };
}

/** The colour format, by its number; what follows it is passed over. */
function readSampleFormat(bits: BitReader): number {
  const format = bits.golomb();
  if (format === 3) bits.take(1);
  bits.golomb();
  bits.golomb();
  bits.take(1);
  if (bits.take(1) === 1) {
    for (let list = 0; list < (format === 3 ? 12 : 8); list++) {
      if (bits.take(1) === 1) skipScaling(bits, list < 6 ? 16 : 64);
    }
  }
  return format;
}

function skipScaling(bits: BitReader, size: number): void {
  for (let [at, last, next] = [0, 8, 8]; at < size; at++) {
    if (next !== 0) next = (last + bits.signedGolomb() + 256) % 256;
    if (next !== 0) last = next;
  }
}

function readOrder(bits: BitReader): void {
  const type = bits.golomb();
  if (type === 0) bits.golomb();
  if (type !== 1) return;
  bits.take(1);
  bits.golomb();
  bits.golomb();
  for (let left = bits.golomb(); left > 0; left--) bits.golomb();
}

function readColours(bits: BitReader): AvcSequence["colours"] {
  if (bits.take(1) === 1 && bits.take(8) === EXTENDED_RATIO) bits.take(32);
  if (bits.take(1) === 1) bits.take(1);
  if (bits.take(1) === 0) return undefined;
  bits.take(3);
  const isFullRange = bits.take(1) === 1;
  if (bits.take(1) === 0) return undefined;
  return { codes: [bits.take(8), bits.take(8), bits.take(8)], isFullRange };
}

/** Without the bytes that keep a start code from standing in a set (ITU-T H.264, 7.4.1.1). */
function withoutEscapes(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => !(byte === 3 && bytes[at - 1] === 0 && bytes[at - 2] === 0));
}

class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--, this.#at++) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw new RangeError("The parameter set ends early");
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }

  /** ITU-T H.264, 9.1. */
  golomb(): number {
    let zeros = 0;
    while (this.take(1) === 0) zeros++;
    return 2 ** zeros - 1 + this.take(zeros);
  }

  signedGolomb(): number {
    const value = this.golomb();
    return value % 2 === 1 ? (value + 1) / 2 : -value / 2;
  }
}
