import { validate } from "@std/uuid/v4";
import { DAY_MS } from "../../contract/dates.ts";
import type { OpenedByKey } from "../generation/generations.ts";
import { readHeader } from "../protocol/read_header.ts";
import { type CookieKind, cookieText, readCookies } from "./cookies.ts";
import type { Signatures } from "./signatures.ts";

/** Keeps a guest's id. */
export const VISITOR_COOKIE: CookieKind = {
  name: "lounge_visitor",
  // The longest life that browsers grant: 400 days (RFC 6265bis section 5.5).
  lifetimeSeconds: 400 * 24 * 60 * 60,
};

/** How long a key in an address opens anything. */
const KEY_LIFE_MS = 30 * DAY_MS;
/** The id in `/v/<id>` and below it; repeated slashes are one, as for the router. */
const PAGE_PATH = /^\/+v\/+([^/]+)/;
const FORM_PATH = /^\/+generate\/*$/;

/** The visitor's id in a `Cookie` header; `undefined` when no cookie of ours carries a valid signature. */
export function readVisitorId(header: string | null, signatures: Signatures): string | undefined {
  return readCookies(header, VISITOR_COOKIE.name)
    .map((value) => value.split(".", 2))
    .find(([id = "", signature = ""]) =>
      validate(id) && signatures.isSigned("visitor-cookie", { text: id, signature })
    )?.[0];
}

/** Value of the `Set-Cookie` header that keeps a visitor's id. */
export function cookieOf(
  id: string,
  { signatures, isSecure }: { readonly signatures: Signatures; readonly isSecure: boolean },
): string {
  const value = `${id}.${signatures.sign("visitor-cookie", id)}`;
  return cookieText(VISITOR_COOKIE, { value, isSecure });
}

/** A path of a generation's with the key that opens it for reading for 30 days, cookie or not. */
export function withKey(
  path: string,
  { id, signatures, now }: {
    readonly id: string;
    readonly signatures: Signatures;
    /** In milliseconds since 1970. */
    readonly now: number;
  },
): string {
  const madeAt = now.toString(36);
  return `${path}?key=${madeAt}.${signatures.sign("generation-key", `${id}.${madeAt}`)}`;
}

/** The generation that a signed key in the address opens for reading; `now` in milliseconds since 1970. */
export function openedByKey(
  request: Request,
  signatures: Signatures,
  now: number,
): OpenedByKey | undefined {
  const { pathname, searchParams } = new URL(request.url);
  const [madeAt = "", signature = ""] = searchParams.get("key")?.split(".", 2) ?? [];
  const encoded = PAGE_PATH.exec(pathname)?.[1];
  const keyMadeAt = parseInt(madeAt, 36);
  if (encoded === undefined || !(now < keyMadeAt + KEY_LIFE_MS)) return undefined;
  const id = decodeURIComponent(encoded);
  const isOurs = signatures.isSigned("generation-key", { text: `${id}.${madeAt}`, signature });
  return isOurs ? { id, keyMadeAt } : undefined;
}

/**
 * The library of a client without cookies, by the idempotency key of the form that it posts, if that is
 * a version 4 UUID: a first request whose answer was lost, cookie and all, then finds its generation
 * when it is repeated, and pays for no second one. The key opens nothing else. Keys that somebody could
 * guess tell nothing of who sends them.
 */
export function libraryOfFirstRequest(
  request: Request,
  signatures: Signatures,
): string | undefined {
  if (request.method !== "POST" || !FORM_PATH.test(new URL(request.url).pathname)) return undefined;
  const key = readHeader(request.headers, "idempotency-key")?.replace(/^"(.*)"$/, "$1");
  return key !== undefined && validate(key)
    ? uuidOf(signatures.sign("first-request", key))
    : undefined;
}

/** A version 4 UUID made of a signature's first bytes (RFC 9562 section 5.4). */
function uuidOf(signature: string): string {
  const hex = Uint8Array.fromBase64(signature, { alphabet: "base64url" }).toHex();
  return hex.replace(
    /^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/,
    (_, one, two, three, four, five) => [one, two, `4${three}`, `8${four}`, five].join("-"),
  );
}
