/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Most ranges that one request is answered with; more are a mistake or an attack. */
const MAX_RANGES = 8;

const RANGES_SPECIFIER = /^bytes=(?<set>.*)$/i;
const RANGE_SPEC = /^(?:(?<first>\d+)-(?<last>\d*)|-(?<suffix>\d+))$/;

/**
 * The ranges of a `Range` header that a file of `size` bytes can satisfy, in the order asked
 * (RFC 9110 section 14.1.2). Empty when it can satisfy none. `undefined` when the header is to be
 * ignored and the whole file sent: another unit, a syntax error, an empty file, too many ranges, or
 * ranges that ask for more bytes than the file has (section 14.2 and, on attacks, 17.15).
 */
export function parseByteRanges(header: string, size: number): readonly ByteRange[] | undefined {
  const set = RANGES_SPECIFIER.exec(header)?.groups?.set;
  if (set === undefined || size === 0) return undefined;
  const specs = set.split(",").map((spec) => spec.trim()).filter((spec) => spec !== "");
  if (specs.length === 0 || specs.length > MAX_RANGES) return undefined;
  const ranges: ByteRange[] = [];
  for (const spec of specs) {
    const range = parseSpec(spec, size);
    if (range === "invalid") return undefined;
    if (range) ranges.push(range);
  }
  const total = ranges.reduce((sum, range) => sum + lengthOf(range), 0);
  return total > size ? undefined : ranges;
}

/** How many bytes a range covers. */
export function lengthOf(range: ByteRange): number {
  return range.end - range.start + 1;
}

/** The value of `Content-Range` for one range of a file (RFC 9110 section 14.4). */
export function contentRange(range: ByteRange, size: number): string {
  return `bytes ${range.start}-${range.end}/${size}`;
}

/** One range, `undefined` when the file has none of its bytes. */
function parseSpec(spec: string, size: number): ByteRange | undefined | "invalid" {
  const groups = RANGE_SPEC.exec(spec)?.groups;
  if (!groups) return "invalid";
  if (groups.suffix !== undefined) {
    const length = toSafeNumber(groups.suffix);
    return length === 0 ? undefined : { start: Math.max(0, size - length), end: size - 1 };
  }
  const start = toSafeNumber(groups.first ?? "");
  const last = groups.last ? toSafeNumber(groups.last) : Number.MAX_SAFE_INTEGER;
  if (last < start) return "invalid";
  return start < size ? { start, end: Math.min(last, size - 1) } : undefined;
}

/** Positions have no highest number; all beyond what counts exactly lie behind every file's end. */
function toSafeNumber(digits: string): number {
  return Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
}
