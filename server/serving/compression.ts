import {
  brotliCompressSync,
  constants,
  createBrotliCompress,
  createGzip,
  gzipSync,
} from "node:zlib";
import type { Transform } from "node:stream";

/** How an answer can be packed. */
export type Encoding = "br" | "gzip";

/** Below this the packing would be longer than what it saves, in bytes. */
const LEAST_BYTES = 64;
/** Packed while everybody waits; longer ones are packed on other threads. */
export const PACKED_AT_ONCE_BYTES = 256 * 1024;
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };
const GZIP = { level: 1 };
const TEXTUAL =
  /^(?:text\/(?!event-stream)[\w.+-]+|application\/(?:javascript|json|xml|wasm|[\w.-]+\+(?:json|xml))|image\/(?:svg\+xml|x-icon))\s*(?:;|$)/i;
/** Longer than any browser's. */
const MAX_ACCEPT_LENGTH = 1024;

/**
 * How to pack an answer, given what its client accepts (RFC 9110 section 12.5.3); `undefined` when it
 * goes out as it is: pictures and videos, parts, events, and what says that it must not be changed.
 */
export function encodingFor(
  { status, headers }: Pick<Response, "status" | "headers">,
  accepted: string | undefined,
): Encoding | undefined {
  if (!isTextual(headers) || status === 204 || status === 206 || status === 304) return undefined;
  if (headers.has("content-encoding") || headers.has("content-range")) return undefined;
  if (/\bno-transform\b/i.test(headers.get("cache-control") ?? "")) return undefined;
  const length = headers.get("content-length");
  if (length !== null && Number(length) < LEAST_BYTES) return undefined;
  return preferred(accepted ?? "");
}

/** Whether so few bytes are sent as they are. */
export function isTooShort(bytes: Uint8Array): boolean {
  return bytes.length < LEAST_BYTES;
}

/** Makes the headers true for the packed answer: its tag is another one's, its length not known. */
export function describeEncoding(headers: Headers, encoding: Encoding): void {
  headers.set("content-encoding", encoding);
  headers.delete("content-length");
  const varied = headers.get("vary");
  headers.set("vary", varied === null ? "Accept-Encoding" : `Accept-Encoding, ${varied}`);
  const tag = headers.get("etag");
  if (tag?.startsWith('"')) headers.set("etag", `W/${tag}`);
}

/** Packs a whole answer. */
export function pack(bytes: Uint8Array, encoding: Encoding): Uint8Array {
  return encoding === "br" ? brotliCompressSync(bytes, BROTLI) : gzipSync(bytes, GZIP);
}

/** Packs an answer while it is made. */
export function openPacker(encoding: Encoding): Transform {
  return encoding === "br" ? createBrotliCompress(BROTLI) : createGzip(GZIP);
}

function isTextual(headers: Headers): boolean {
  return TEXTUAL.test(headers.get("content-type") ?? "");
}

/** The one with the higher weight, Brotli where they are equal; neither unless it is named. */
function preferred(accepted: string): Encoding | undefined {
  if (accepted.length > MAX_ACCEPT_LENGTH) return undefined;
  const weights: Record<string, number> = {};
  for (const part of accepted.toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim());
    const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    weights[name] = weight === undefined ? 1 : Number(weight) || 0;
  }
  const { br = 0, gzip = 0 } = weights;
  if (br === 0 && gzip === 0) return undefined;
  return br >= gzip ? "br" : "gzip";
}
