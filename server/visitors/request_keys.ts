import { validate } from "@std/uuid/v4";
import type { Seals } from "./seals.ts";

/** The id in `/v/<id>` and below it; repeated slashes are one, as for the router. */
const PAGE_PATH = /^\/+v\/+([^/]+)/;

/** Id of the generation that a signed key in the address opens for reading. */
export function openedByKey(request: Request, seals: Seals): string | undefined {
  const { pathname, searchParams } = new URL(request.url);
  const seal = searchParams.get("key");
  const id = PAGE_PATH.exec(pathname)?.[1];
  if (seal === null || id === undefined) return undefined;
  const text = decodeURIComponent(id);
  return seals.isSealed("generation-key", { text, seal }) ? text : undefined;
}

/**
 * The library of a client without cookies, by the idempotency key of what it posts, if that is a
 * version 4 UUID: a first request whose answer was lost, cookie and all, then finds its generation when
 * it is repeated, and pays for no second one. Keys that somebody could guess tell nothing of who sends
 * them.
 */
export function libraryOfFirstRequest(request: Request, seals: Seals): string | undefined {
  if (request.method !== "POST") return undefined;
  const key = request.headers.get("idempotency-key")?.replace(/^"(.*)"$/, "$1");
  return key !== undefined && validate(key) ? uuidOf(seals.seal("first-request", key)) : undefined;
}

/** A version 4 UUID made of a seal's first bytes (RFC 9562 section 5.4). */
function uuidOf(seal: string): string {
  const hex = Uint8Array.fromBase64(seal, { alphabet: "base64url" }).toHex();
  return hex.replace(
    /^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/,
    (_, one, two, three, four, five) => [one, two, `4${three}`, `8${four}`, five].join("-"),
  );
}
