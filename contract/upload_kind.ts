import type { ImageType } from "./image_limits.ts";

/** Files that are no picture, as people call them, to be read after "This file is". */
const FILE_TYPES = {
  "avi": "an AVI video",
  "bmp": "a BMP picture",
  "flash": "a Flash video",
  "gzip": "a compressed archive",
  "html": "a web page",
  "icon": "an icon file",
  "jpeg-2000": "a JPEG 2000 picture",
  "jpeg-xl": "a JPEG XL picture",
  "mpeg": "an MPEG video",
  "ogg": "an Ogg sound or video",
  "pdf": "a PDF document",
  "photoshop": "a Photoshop document",
  "quicktime": "a QuickTime video",
  "sound": "a sound file",
  "svg": "an SVG drawing",
  "text": "plain text",
  "tiff": "a TIFF or camera RAW picture",
  "unknown": "not a picture that can be read here",
  "video": "a video",
  "webm": "a WebM or Matroska video",
  "windows-media": "a Windows Media video",
  "zip": "a ZIP archive or office document",
} as const;

/** A type of file that is no picture. */
export type FileType = keyof typeof FILE_TYPES;

/** What an upload turned out to be: a picture type that is taken, or the type of something else. */
export type UploadKind =
  | { readonly kind: "picture"; readonly type: ImageType }
  | { readonly kind: "heic" }
  | { readonly kind: "empty" }
  | { readonly kind: "video" | "other"; readonly type: FileType };

/** How many bytes of an upload are enough for `sniffUpload`. */
export const SNIFF_BYTES = 4096;

/** File signatures: bytes (as Latin-1 text) that stand at an offset. */
const SIGNATURES: readonly (readonly [offset: number, bytes: string, kind: UploadKind])[] = [
  [0, "\xff\xd8\xff", { kind: "picture", type: "image/jpeg" }],
  [0, "\x89PNG\r\n\x1a\n", { kind: "picture", type: "image/png" }],
  [0, "GIF87a", { kind: "picture", type: "image/gif" }],
  [0, "GIF89a", { kind: "picture", type: "image/gif" }],
  [0, "II*\0", { kind: "other", type: "tiff" }],
  [0, "MM\0*", { kind: "other", type: "tiff" }],
  [0, "\0\0\x01\0", { kind: "other", type: "icon" }],
  [0, "8BPS", { kind: "other", type: "photoshop" }],
  [0, "\xff\x0a", { kind: "other", type: "jpeg-xl" }],
  [4, "JXL ", { kind: "other", type: "jpeg-xl" }],
  [4, "jP  ", { kind: "other", type: "jpeg-2000" }],
  [0, "%PDF-", { kind: "other", type: "pdf" }],
  [0, "PK\x03\x04", { kind: "other", type: "zip" }],
  [0, "\x1f\x8b", { kind: "other", type: "gzip" }],
  [0, "\x1a\x45\xdf\xa3", { kind: "video", type: "webm" }],
  [0, "FLV\x01", { kind: "video", type: "flash" }],
  [0, "\0\0\x01\xba", { kind: "video", type: "mpeg" }],
  [0, "\0\0\x01\xb3", { kind: "video", type: "mpeg" }],
  [0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", { kind: "video", type: "windows-media" }],
  // QuickTime files of before there were brands.
  [4, "moov", { kind: "video", type: "quicktime" }],
  [4, "mdat", { kind: "video", type: "quicktime" }],
  [0, "OggS", { kind: "other", type: "ogg" }],
  [0, "ID3", { kind: "other", type: "sound" }],
];

const BMP_FILE_HEADER_BYTES = 14;
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
  if (latin1(head, 0, 2) === "BM") return bmpKind(head);
  if (looksLikeText(head)) return { kind: "other", type: typeOfText(head) };
  return { kind: "other", type: "unknown" };
}

/** The type of file as people call it. */
export function fileTypeWord(type: string): string {
  return Object.hasOwn(FILE_TYPES, type) ? FILE_TYPES[type as FileType] : FILE_TYPES.unknown;
}

/** Why a file that is no picture is not taken. */
export const NOT_TAKEN =
  "This file is {fileType}. Choose a JPEG, PNG, WebP, AVIF, GIF or BMP picture.";

function riffKind(form: string): UploadKind {
  if (form === "WEBP") return { kind: "picture", type: "image/webp" };
  if (form === "AVI ") return { kind: "video", type: "avi" };
  return { kind: "other", type: form === "WAVE" ? "sound" : "unknown" };
}

/** Two letters begin many a text; behind them a picture has its length and four zeros. */
function bmpKind(head: Uint8Array): UploadKind {
  const isPicture = head.length >= BMP_FILE_HEADER_BYTES && latin1(head, 6, 10) === "\0\0\0\0";
  if (isPicture) return { kind: "picture", type: "image/bmp" };
  return { kind: "other", type: looksLikeText(head) && head.length > 6 ? "text" : "bmp" };
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
  if (SOUND_BRANDS.includes(brands[0] ?? "")) return { kind: "other", type: "sound" };
  return { kind: "video", type: brands[0] === "qt  " ? "quicktime" : "video" };
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

/** Whether bytes read as text: UTF-8 (or its beginning) without control characters. */
function looksLikeText(head: Uint8Array): boolean {
  let text: string;
  try {
    // `stream` forgives a character that the end of the head cuts in two.
    text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
  } catch {
    return false;
  }
  // deno-lint-ignore no-control-regex -- control characters are what is looked for
  return !/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
}

/** What kind of text it is. */
function typeOfText(head: Uint8Array): "svg" | "html" | "text" {
  const text = new TextDecoder().decode(head).trimStart().toLowerCase();
  if (/<svg[\s>]/.test(text) && text.startsWith("<")) return "svg";
  if (/^<!doctype html|^<html/.test(text)) return "html";
  return "text";
}
