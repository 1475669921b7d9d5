import type { ImageType } from "../../contract/image_limits.ts";

/** What a chosen file turned out to be. */
export type FileKind = ImageType | "heic" | "film" | "other" | "empty";

/** A part of a file can be read, as of a `File` or any other `Blob`. */
export type FileBytes = Pick<Blob, "size" | "slice">;

/** Enough for all signatures and for the brands of an ISO file. */
const HEAD_BYTES = 256;

/** File signatures as Latin-1 text, and where they stand. */
const SIGNATURES: readonly (readonly [offset: number, bytes: string, kind: FileKind])[] = [
  [0, "\xff\xd8\xff", "image/jpeg"],
  [0, "\x89PNG\r\n\x1a\n", "image/png"],
  [0, "GIF8", "image/gif"],
  [8, "WEBP", "image/webp"],
  // Matroska and WebM; QuickTime of before there were brands.
  [0, "\x1a\x45\xdf\xa3", "film"],
  [4, "moov", "film"],
];

const HEIC_BRANDS = /^(?:hei[cxms]|hev[cx]|mif1|msf1)$/;

/** Tells a file by its first bytes; its name and claimed type are not believed. */
export async function kindOf(file: FileBytes): Promise<FileKind> {
  if (file.size === 0) return "empty";
  const head = await textAt(file, 0, HEAD_BYTES);
  const signature = SIGNATURES.find(([offset, bytes]) => head.startsWith(bytes, offset));
  if (signature !== undefined) return signature[2];
  return head.startsWith("ftyp", 4) ? kindOfBrands(head) : "other";
}

/** Bytes of a file as Latin-1 text: one character each. */
export async function textAt(file: FileBytes, start: number, length: number): Promise<string> {
  const bytes = new Uint8Array(await file.slice(start, start + length).arrayBuffer());
  return String.fromCharCode(...bytes);
}

/** The brands of an ISO base media file (ISO/IEC 14496-12, section 4.3). */
function kindOfBrands(head: string): FileKind {
  const end = head.charCodeAt(2) * 0x100 + head.charCodeAt(3);
  const brands = Array.from(
    head.slice(8, Math.max(end, 12)).matchAll(/[^]{4}/g),
    ([brand]) => brand,
  );
  if (brands.includes("avif") || brands.includes("avis")) return "image/avif";
  return brands.some((brand) => HEIC_BRANDS.test(brand)) ? "heic" : "film";
}
