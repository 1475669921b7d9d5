import type { ImageType } from "./image_limits.ts";
import { looksLikeText, nameOfText } from "./text_type.ts";

/** What an upload turned out to be: a picture type that is taken, or the name of something else. */
export type UploadKind =
  | { readonly kind: "picture"; readonly type: ImageType }
  | { readonly kind: "heic" }
  | { readonly kind: "empty" }
  | { readonly kind: "unknown" }
  | { readonly kind: "video" | "other"; readonly name: string };

/** How many bytes of an upload are enough for `sniffUpload`. */
export const SNIFF_BYTES = 4096;

/** File signatures: bytes (as Latin-1 text) that stand at an offset. */
const SIGNATURES: readonly (readonly [offset: number, bytes: string, kind: UploadKind])[] = [
  [0, "\xff\xd8\xff", { kind: "picture", type: "image/jpeg" }],
  [0, "\x89PNG\r\n\x1a\n", { kind: "picture", type: "image/png" }],
  [0, "GIF87a", { kind: "picture", type: "image/gif" }],
  [0, "GIF89a", { kind: "picture", type: "image/gif" }],
  [0, "BM", { kind: "other", name: "a BMP picture" }],
  [0, "II*\0", { kind: "other", name: "a TIFF or camera RAW picture" }],
  [0, "MM\0*", { kind: "other", name: "a TIFF or camera RAW picture" }],
  [0, "\0\0\x01\0", { kind: "other", name: "an icon file" }],
  [0, "8BPS", { kind: "other", name: "a Photoshop document" }],
  [0, "\xff\x0a", { kind: "other", name: "a JPEG XL picture" }],
  [4, "JXL ", { kind: "other", name: "a JPEG XL picture" }],
  [4, "jP  ", { kind: "other", name: "a JPEG 2000 picture" }],
  [0, "%PDF-", { kind: "other", name: "a PDF document" }],
  [0, "PK\x03\x04", { kind: "other", name: "a ZIP archive or office document" }],
  [0, "\x1f\x8b", { kind: "other", name: "a compressed archive" }],
  [0, "\x1a\x45\xdf\xa3", { kind: "video", name: "a WebM or Matroska video" }],
  [0, "FLV\x01", { kind: "video", name: "a Flash video" }],
  [0, "\0\0\x01\xba", { kind: "video", name: "an MPEG video" }],
  [0, "\0\0\x01\xb3", { kind: "video", name: "an MPEG video" }],
  [0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", { kind: "video", name: "a Windows Media video" }],
  // QuickTime files of before there were brands.
  [4, "moov", { kind: "video", name: "a QuickTime video" }],
  [4, "mdat", { kind: "video", name: "a QuickTime video" }],
  [0, "OggS", { kind: "other", name: "an Ogg sound or video" }],
  [0, "ID3", { kind: "other", name: "a sound file" }],
];

const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];
const SOUND_BRANDS = ["M4A ", "M4B ", "M4P "];

/** Tells what a file is by its first bytes (`SNIFF_BYTES` of them); no claim is believed. */
export function sniffUpload(head: Uint8Array): UploadKind {
  if (head.length === 0) return { kind: "empty" };
  for (const [offset, bytes, kind] of SIGNATURES) {
    if (latin1(head, offset, offset + bytes.length) === bytes) return kind;
  }
  if (latin1(head, 0, 4) === "RIFF") return riffKind(latin1(head, 8, 12));
  if (latin1(head, 4, 8) === "ftyp") return isoKind(head);
  if (looksLikeText(head)) return { kind: "other", name: nameOfText(head) };
  return { kind: "unknown" };
}

/** Why a file that is no picture is not taken; `name` is what it is, where that is known. */
export function notTakenSentence(name?: string): string {
  const finding = name === undefined ? "not a picture that can be read here" : name;
  return `This file is ${finding}. Choose a JPEG, PNG, WebP, AVIF or GIF picture.`;
}

function riffKind(form: string): UploadKind {
  if (form === "WEBP") return { kind: "picture", type: "image/webp" };
  if (form === "AVI ") return { kind: "video", name: "an AVI video" };
  return { kind: "other", name: form === "WAVE" ? "a sound file" : "no picture" };
}

/** ISO base media files share one signature; the brands tell them apart (ISO 14496-12, 4.3). */
function isoKind(head: Uint8Array): UploadKind {
  const boxSize = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0);
  const end = Math.min(boxSize, head.length);
  const brands = [latin1(head, 8, 12)];
  for (let offset = 16; offset + 4 <= end; offset += 4) {
    brands.push(latin1(head, offset, offset + 4));
  }
  if (brands.includes("avif") || brands.includes("avis")) {
    return { kind: "picture", type: "image/avif" };
  }
  if (brands.some((brand) => HEIC_BRANDS.includes(brand))) return { kind: "heic" };
  if (SOUND_BRANDS.includes(brands[0] ?? "")) return { kind: "other", name: "a sound file" };
  return { kind: "video", name: brands[0] === "qt  " ? "a QuickTime video" : "a video" };
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
