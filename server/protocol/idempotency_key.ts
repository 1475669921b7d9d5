import { InputError } from "../errors.ts";
import { readHeader } from "./read_header.ts";

const MAX_LENGTH = 255;
/** A structured-fields string (RFC 9651 section 3.3.3): visible ASCII and spaces in double quotes. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
/** What many clients send instead. */
const BARE = /^[\x21-\x7e]+$/;

/**
 * The key in an `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header-07), with or
 * without quotes; `undefined` without the header.
 *
 * @throws {InputError} `idempotency-key-malformed`
 */
export function readIdempotencyKey(headers: Headers): string | undefined {
  const value = readHeader(headers, "idempotency-key");
  if (value === null) return undefined;
  const quoted = QUOTED.exec(value)?.[1]?.replaceAll(/\\(.)/g, "$1");
  const key = quoted ?? (BARE.test(value) && !value.startsWith('"') ? value : "");
  if (key.length > 0 && key.length <= MAX_LENGTH) return key;
  throw new InputError("idempotency-key-malformed", { kind: "limit", limit: MAX_LENGTH });
}

/** The key of one picture of a form: the first has the form's own, so that a form may shrink to it. */
export function keyOfPicture(key: string | undefined, index: number): string | undefined {
  // No header can carry the line feed, so that no client's own key looks like this.
  return key === undefined || index === 0 ? key : `${key}\n${index}`;
}
