import { type IsoBox, isoBoxes } from "../../../contract/formats/iso_boxes.ts";
import { nameAt } from "../../../contract/formats/walking.ts";
import type { MendedPicture } from "./mended.ts";

/** Top-level boxes of pictures; anything else was appended by somebody. */
const BOX_TYPES = ["ftyp", "meta", "mdat", "moov", "free", "skip", "uuid", "pdin", "idat"];
const BRAND = "avif", NAME_BYTES = 4, MOST_BRANDS = 100;
/** Brands of videos: decoders that read one look for nothing else. */
const VIDEO_BRANDS = ["avis", "msf1"];

/**
 * Makes a still of a moving AVIF, which has its first frame as a picture beside the video (AV1 image
 * file format, section 3), and writes the brand in front that decoders look for there alone.
 */
export function mendAvif(bytes: Uint8Array): MendedPicture {
  const boxes = topBoxes(bytes);
  if (boxes.length === 0 || boxes.some(({ end }) => end > bytes.length)) {
    return { bytes, end: "missing" };
  }
  const [first] = boxes;
  if (first?.type !== "ftyp" || !boxes.some(({ type }) => type === "meta")) {
    return { bytes, end: "there" };
  }
  const video = boxes.find(({ type }) => type === "moov");
  if (nameAt(bytes, first.contentStart) === BRAND && video === undefined) {
    return { bytes, end: "there" };
  }
  const still = bytes.slice();
  const brands = [first.contentStart];
  const brandsEnd = Math.min(first.end, first.contentStart + MOST_BRANDS * NAME_BYTES);
  for (let at = first.contentStart + 2 * NAME_BYTES; at < brandsEnd; at += NAME_BYTES) {
    if (VIDEO_BRANDS.includes(nameAt(bytes, at))) brands.push(at);
  }
  for (const at of brands) rename(still, at, BRAND);
  if (video) rename(still, video.start + NAME_BYTES, "free");
  return { bytes: still, end: "there" };
}

function topBoxes(bytes: Uint8Array): IsoBox[] {
  const boxes: IsoBox[] = [];
  for (const part of isoBoxes(bytes)) {
    if (part.kind === "end" || !BOX_TYPES.includes(part.type)) return boxes;
    boxes.push(part);
  }
  return boxes;
}

function rename(bytes: Uint8Array, at: number, name: string): void {
  bytes.set(new TextEncoder().encode(name), at);
}
