import { type ByteRange, parseByteRanges } from "./byte_ranges.ts";
import { parseHttpDate } from "./http_date.ts";
import { type ReadHeader, readHeader } from "./read_header.ts";

/** The stored file that a request is about. */
export interface Representation {
  /** Size in bytes. */
  readonly size: number;
  /** A strong entity tag with its quotes (RFC 9110 section 8.8.3). */
  readonly etag: string;
  /** HTTP dates carry whole seconds: what is finer takes no part. */
  readonly modified: Date;
}

/** What a `GET` or `HEAD` request for a file is to be answered with. */
export type FileDecision =
  | { readonly kind: "whole" }
  | { readonly kind: "range"; readonly range: ByteRange }
  | { readonly kind: "ranges"; readonly ranges: readonly ByteRange[] }
  | { readonly kind: "not-modified" }
  | { readonly kind: "precondition-failed" }
  | { readonly kind: "range-not-satisfiable" };

/**
 * Decides on preconditions and ranges in the order of RFC 9110 section 13.2.2: `If-Match`, else
 * `If-Unmodified-Since`; `If-None-Match`, else `If-Modified-Since`; then `Range` under `If-Range`.
 */
export function decideFileAnswer(
  request: { readonly method: string; readonly headers: Headers },
  file: Representation,
): FileDecision {
  const { headers } = request;
  if (!isStillExpected(headers, file)) return { kind: "precondition-failed" };
  if (isAlreadyKnown(headers, file)) return { kind: "not-modified" };
  const range = readHeader(headers, "range");
  // Section 14.2: ranges are defined for GET alone; HEAD describes the whole file.
  if (request.method !== "GET" || range === null) return { kind: "whole" };
  return isSameFile(readHeader(headers, "if-range"), file)
    ? decideRange(range, file)
    : { kind: "whole" };
}

/** Sections 13.1.1 and 13.1.4: what the client acts on is what it believes it to be. */
function isStillExpected(headers: Headers, file: Representation): boolean {
  const ifMatch = readHeader(headers, "if-match");
  if (ifMatch !== null) return hasTag(ifMatch, { etag: file.etag, weak: false });
  const date = dateOf(headers, "if-unmodified-since");
  return date === undefined || secondsOf(file.modified) <= date;
}

/** Sections 13.1.2 and 13.1.3: the client has these bytes already. */
function isAlreadyKnown(headers: Headers, file: Representation): boolean {
  const ifNoneMatch = readHeader(headers, "if-none-match");
  if (ifNoneMatch !== null) return hasTag(ifNoneMatch, { etag: file.etag, weak: true });
  const date = dateOf(headers, "if-modified-since");
  return date !== undefined && secondsOf(file.modified) <= date;
}

/**
 * Section 13.1.5: a tag counts when it is strong and equal, a date when it is exactly ours. The
 * date is a strong validator here because a stored file never changes.
 */
function isSameFile(ifRange: string | null, file: Representation): boolean {
  if (ifRange === null || ifRange === file.etag) return true;
  return parseHttpDate(ifRange) === secondsOf(file.modified);
}

function decideRange(header: string, file: Representation): FileDecision {
  const ranges = parseByteRanges(header, file.size);
  if (!ranges) return { kind: "whole" };
  const [range, ...more] = ranges;
  if (!range) return { kind: "range-not-satisfiable" };
  return more.length === 0 ? { kind: "range", range } : { kind: "ranges", ranges };
}

const TAG = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const TAG_LIST = new RegExp(String.raw`^[ \t,]*${TAG}(?:[ \t]*,[ \t,]*${TAG})*[ \t,]*$`);
const TAGS = new RegExp(TAG, "g");

/**
 * Whether a list of entity tags names ours, or is `*`. Weak comparison looks past `W/`, strong
 * comparison never accepts it (section 8.8.3.2). A list with a syntax error names nothing.
 */
function hasTag(list: string, wanted: { readonly etag: string; readonly weak: boolean }): boolean {
  if (list === "*") return true;
  if (!TAG_LIST.test(list)) return false;
  return (list.match(TAGS) ?? []).some((tag) => {
    return (wanted.weak ? tag.replace(/^W\//, "") : tag) === wanted.etag;
  });
}

/** A header that is no HTTP date is ignored, as the sections on both date conditions demand. */
function dateOf(headers: Headers, name: ReadHeader): number | undefined {
  const value = readHeader(headers, name);
  return value === null ? undefined : parseHttpDate(value);
}

function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000) * 1000;
}
