import { validate } from "@std/uuid/v4";
import { type CookieKind, cookieText, readCookies } from "./cookies.ts";
import type { Seals } from "./seals.ts";

const VISITOR_COOKIE: CookieKind = {
  name: "lounge_visitor",
  // The longest life that browsers grant: 400 days (RFC 6265bis section 5.5).
  lifetimeSeconds: 400 * 24 * 60 * 60,
};

/** The visitor's id in a `Cookie` header; `undefined` when no cookie of ours carries a valid seal. */
export function readVisitorId(header: string | null, seals: Seals): string | undefined {
  return readCookies(header, VISITOR_COOKIE.name)
    .map((value) => value.split(".", 2))
    .find(([id = "", seal = ""]) =>
      validate(id) && seals.isSealed("visitor-cookie", { text: id, seal })
    )?.[0];
}

/** Value of the `Set-Cookie` header that keeps a visitor's id. */
export function cookieOf(
  id: string,
  { seals, isSecure }: { readonly seals: Seals; readonly isSecure: boolean },
): string {
  const value = `${id}.${seals.seal("visitor-cookie", id)}`;
  return cookieText(VISITOR_COOKIE, { value, isSecure });
}
