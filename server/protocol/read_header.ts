import { InputError } from "../errors.ts";

/** Room for every locked cookie at the length that browsers keep, and for those of neighbours. */
const MAX_COOKIE_LENGTH = 16 * 1024;
/** Result addresses carry their signatures along. */
const MAX_ADDRESS_LENGTH = 8 * 1024;
const MAX_LENGTH = 1024;

/** The headers that this server reads, of requests and of providers' answers, and their longest values. */
const MAX_LENGTHS = {
  "accept": MAX_LENGTH,
  "accept-encoding": MAX_LENGTH,
  "authorization": MAX_LENGTH,
  "cache-control": MAX_LENGTH,
  "content-length": MAX_LENGTH,
  "content-type": MAX_LENGTH,
  "cookie": MAX_COOKIE_LENGTH,
  "forwarded": MAX_LENGTH,
  "idempotency-key": MAX_LENGTH,
  "if-match": MAX_LENGTH,
  "if-modified-since": MAX_LENGTH,
  "if-none-match": MAX_LENGTH,
  "if-range": MAX_LENGTH,
  "if-unmodified-since": MAX_LENGTH,
  "last-event-id": MAX_LENGTH,
  "location": MAX_ADDRESS_LENGTH,
  "origin": MAX_LENGTH,
  "prefer": MAX_LENGTH,
  "range": MAX_LENGTH,
  "ratelimit": MAX_LENGTH,
  "retry-after": MAX_LENGTH,
  "sec-fetch-site": MAX_LENGTH,
  "x-fal-retryable": MAX_LENGTH,
  "x-forwarded-for": MAX_LENGTH,
  "x-forwarded-host": MAX_LENGTH,
  "x-forwarded-proto": MAX_LENGTH,
} as const;

/** The name of a header that this server reads. */
export type ReadHeader = keyof typeof MAX_LENGTHS;

/** The names of all headers that this server reads. */
export const READ_HEADERS = Object.keys(MAX_LENGTHS) as readonly ReadHeader[];

/**
 * The value of a header; `null` where there is none, or one that is too long to be meant. This is the
 * only way in which outside headers are read, so that no parser ever sees a long one.
 */
export function readHeader(headers: Headers, name: ReadHeader): string | null {
  const value = headers.get(name);
  return value === null || value.length > MAX_LENGTHS[name] ? null : value;
}

/**
 * Looks at a request's headers before anything reads them (RFC 6585 section 5).
 *
 * @throws {InputError} `header-too-long`
 */
export function checkHeaders(headers: Headers): void {
  for (const name of READ_HEADERS) {
    const limitBytes = MAX_LENGTHS[name];
    if ((headers.get(name)?.length ?? 0) <= limitBytes) continue;
    const kind = name === "cookie" ? "cookie" : "header";
    throw new InputError("header-too-long", { kind, name, limitBytes });
  }
}
