import type { CipherPurpose } from "./cookie_cipher.ts";

/** How a kind of cookie is kept. */
export interface CookieKind {
  readonly name: string;
  readonly lifetimeSeconds: number;
  readonly path?: string;
}

const HOUR_SECONDS = 60 * 60;

/** Where a provider sends visitors back to: the only address that needs what a sign-in left behind. */
export const CALLBACK_PATH = "/account/callback";

/** All of signing in lies below it: where it begins, those that are under way are seen as well. */
const SIGN_IN_PATH = "/account";

/** Ends a cookie of the name of plain HTTP, or of before. */
export function endOfOldCookie(name: string): string {
  return `${name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure`;
}

/** The cookies whose content only this instance can read; `sign-in` begins the names of several. */
export const LOCKED_COOKIES: Readonly<Record<CipherPurpose, CookieKind>> = {
  "own-token": { name: "lounge_token", lifetimeSeconds: 8 * HOUR_SECONDS },
  "session": { name: "lounge_session", lifetimeSeconds: 30 * 24 * HOUR_SECONDS },
  "sign-in": { name: "lounge_sign_in", lifetimeSeconds: HOUR_SECONDS / 4, path: SIGN_IN_PATH },
};

/** Browsers take such a name from this host over TLS alone, for all its paths (RFC 6265bis, 4.1.3). */
const HOST_PREFIX = "__Host-";

/**
 * The values of all cookies of that name in a `Cookie` header, in their order. Where there is one that
 * only this host can have set, no other counts.
 */
export function readCookies(header: string | null, name: string): string[] {
  const own = valuesOf(header, HOST_PREFIX + name);
  return own.length > 0 ? own : valuesOf(header, name);
}

/** The value that came under the name of plain HTTP, or of before, and under no other. */
export function oldCookie(header: string | null, name: string): string | undefined {
  return valuesOf(header, HOST_PREFIX + name).length > 0 ? undefined : valuesOf(header, name)[0];
}

function valuesOf(header: string | null, name: string): string[] {
  return (header ?? "").split(";").flatMap((pair) => {
    const [key = "", value] = pair.trim().split("=", 2);
    return key === name && value ? [value] : [];
  });
}

/** The names in a `Cookie` header that begin so, the oldest cookie first (RFC 6265 section 5.4). */
export function cookieNames(header: string | null, beginning: string): string[] {
  return (header ?? "").split(";").map((pair) => pair.trim().split("=", 1)[0] ?? "")
    .filter((name) => name.startsWith(beginning));
}

/** Value of a `Set-Cookie` header that no script can read and no other site's form sends (RFC 6265). */
export function cookieText(
  { name, lifetimeSeconds, path = "/" }: CookieKind,
  { value, isSecure }: { readonly value: string; readonly isSecure: boolean },
): string {
  const secure = isSecure ? "; Secure" : "";
  const prefix = isSecure && path === "/" ? HOST_PREFIX : "";
  return `${prefix}${name}=${value}; Max-Age=${lifetimeSeconds}; Path=${path}; HttpOnly; SameSite=Lax${secure}`;
}
