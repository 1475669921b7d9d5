import { isIntactPngChunk, pngChunks } from "../../../contract/formats/png_chunks.ts";
import { numbersIn } from "../../../contract/formats/walking.ts";
import type { ImageType } from "../../../contract/image_limits.ts";
import { type Chromaticities, PRIMARIES, SRGB_PRIMARIES } from "./primaries.ts";
import { gamma, SRGB_TRANSFER, type Transfer, TRANSFERS } from "./transfers.ts";

/** What a picture's samples mean, where it says so by numbers and not by a profile. */
export interface CodedColours {
  readonly primaries: Chromaticities;
  readonly transfer: Transfer;
}

/** Samples that are sRGB, whatever else the picture carries. */
export const AS_SRGB: CodedColours = { primaries: SRGB_PRIMARIES, transfer: SRGB_TRANSFER };

/** Code points of ITU-T H.273 for "as nobody knows", and for RGB without a matrix. */
const UNSPECIFIED = 2, NO_MATRIX = 0, SRGB_POINTS = { primaries: 1, transfer: 13 };
/** Curves of television, which browsers take for that of sRGB where an AVIF names them. */
const TELEVISION = [1, 6, 14, 15];
const MOST_CHUNKS = 10_000;
/** A gamma about that of sRGB, and nothing else, is taken for sRGB. */
const USUAL_EXPONENT = 2.2, NEARLY = 0.05, GAMMA_UNIT = 100_000;
/** Properties come first in a file. */
const AVIF_REACH = 64 * 1024;
const NCLX = "colrnclx", PROFILES = ["colrprof", "colrrICC"], NCLX_BYTES = 8;

/**
 * The colours that a PNG or AVIF tells by numbers, as browsers go by them; `undefined` where it has a
 * profile, or says nothing.
 */
export function codedColours(bytes: Uint8Array, type: ImageType): CodedColours | undefined {
  if (type === "image/png") return coloursOfPng(bytes);
  return type === "image/avif" ? coloursOfAvif(bytes) : undefined;
}

/** Code points before a profile, that before `sRGB`, that before gamma (PNG, third edition, 4.3). */
function coloursOfPng(bytes: Uint8Array): CodedColours | undefined {
  const chunks = new Map<string, Uint8Array>();
  for (const part of pngChunks(bytes, { most: MOST_CHUNKS })) {
    if (part.kind === "end" || part.name === "IDAT") break;
    const isNew = COLOUR_CHUNKS.includes(part.name) && !chunks.has(part.name);
    if (!isNew || !isIntactPngChunk(bytes, part)) continue;
    chunks.set(part.name, bytes.subarray(part.contentStart, part.contentEnd));
  }
  const [primaries = UNSPECIFIED, transfer = UNSPECIFIED, matrix] = chunks.get("cICP") ?? [];
  const coded = matrix === NO_MATRIX ? coloursOf(primaries, transfer) : undefined;
  if (coded) return coded;
  if (chunks.has("iCCP")) return undefined;
  return chunks.has("sRGB") ? AS_SRGB : coloursOfGamma(chunks.get("gAMA"), chunks.get("cHRM"));
}

const COLOUR_CHUNKS = ["cICP", "iCCP", "sRGB", "gAMA", "cHRM"];

function coloursOfGamma(gAMA?: Uint8Array, cHRM?: Uint8Array): CodedColours | undefined {
  const stored = gAMA?.length === 4 ? numbersIn(gAMA).getUint32(0) / GAMMA_UNIT : 0;
  if (stored === 0) return undefined;
  const transfer = gamma(1 / stored);
  if (cHRM === undefined) {
    const isUsual = Math.abs(stored * USUAL_EXPONENT - 1) < NEARLY;
    return isUsual ? undefined : { primaries: SRGB_PRIMARIES, transfer };
  }
  if (cHRM.length < 32) return undefined;
  const numbers = numbersIn(cHRM);
  const place = (index: number) =>
    [
      numbers.getUint32(8 * index) / GAMMA_UNIT,
      numbers.getUint32(8 * index + 4) / GAMMA_UNIT,
    ] as const;
  const primaries = { white: place(0), red: place(1), green: place(2), blue: place(3) };
  return Object.values(primaries).every(([, y]) => y > 0) ? { primaries, transfer } : undefined;
}

/** The box with the code points (ISO/IEC 14496-12, 12.1.5), wherever it stands. */
function coloursOfAvif(bytes: Uint8Array): CodedColours | undefined {
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, AVIF_REACH));
  if (PROFILES.some((name) => text.includes(name))) return undefined;
  const at = text.indexOf(NCLX);
  if (at === -1 || at + NCLX_BYTES + 4 > bytes.length) return undefined;
  const numbers = numbersIn(bytes);
  const primaries = numbers.getUint16(at + NCLX_BYTES);
  const transfer = numbers.getUint16(at + NCLX_BYTES + 2);
  const isUsual = transfer === UNSPECIFIED || TELEVISION.includes(transfer);
  return coloursOf(
    primaries === UNSPECIFIED ? SRGB_POINTS.primaries : primaries,
    isUsual ? SRGB_POINTS.transfer : transfer,
  );
}

function coloursOf(primaries: number, transfer: number): CodedColours | undefined {
  const known = { primaries: PRIMARIES.get(primaries), transfer: TRANSFERS.get(transfer) };
  return known.primaries && known.transfer
    ? { primaries: known.primaries, transfer: known.transfer }
    : undefined;
}
