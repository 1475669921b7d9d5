import { type RiffChunk, riffChunkAt, riffFile } from "../../../contract/formats/riff_chunks.ts";
import { numbersIn } from "../../../contract/formats/walking.ts";
import { joined, type MendedPicture } from "./mended.ts";

const HEADER_BYTES = 12;
/** Chunks that are pixels (RFC 9649, section 2.7): a still's, or the frames of an animation. */
const MOVING = "ANMF", PIXELS = ["VP8 ", "VP8L", MOVING];
/** What a picture may have besides, and what browsers skip. */
const OTHERS = ["VP8X", "ICCP", "ANIM", "ALPH", "EXIF", "XMP "];
const MOST_CHUNKS = 10_000;

/**
 * Makes the length in a WebP's header that of its chunks, and leaves out what follows,
 * and of an animation the frames that are cut off. Whatever the header says, the chunks tell what is there.
 */
export function mendWebp(bytes: Uint8Array): MendedPicture {
  const chunks = chunksOf(bytes);
  const pixels = chunks.find(({ name }) => PIXELS.includes(name));
  const whole = chunks.filter(({ contentEnd }) => contentEnd <= bytes.length);
  const isCutOff = whole.length < chunks.length && pixels?.name !== MOVING;
  if (pixels === undefined || pixels.contentEnd > bytes.length || isCutOff) {
    return { bytes, end: "missing" };
  }
  const last = Math.max(...whole.map(({ contentEnd }) => contentEnd));
  const end = last + last % 2;
  if (riffFile(bytes)?.end === end && end <= bytes.length) return { bytes, end: "there" };
  const mended = joined([bytes.subarray(0, end), new Uint8Array(Math.max(0, end - bytes.length))]);
  numbersIn(mended).setUint32(4, end - 8, true);
  return { bytes: mended, end: "there" };
}

/** The chunks up to the first that no WebP has; the last may claim to go beyond the file. */
function chunksOf(bytes: Uint8Array): RiffChunk[] {
  const chunks: RiffChunk[] = [];
  const claimedEnd = riffFile(bytes)?.end ?? 0;
  for (let at = HEADER_BYTES; chunks.length < MOST_CHUNKS && at < bytes.length;) {
    const chunk = riffChunkAt(bytes, at);
    if (chunk === undefined) break;
    const isKnown = PIXELS.includes(chunk.name) || OTHERS.includes(chunk.name);
    if (!isKnown && at >= claimedEnd) break;
    chunks.push(chunk);
    at = chunk.end;
  }
  return chunks;
}
