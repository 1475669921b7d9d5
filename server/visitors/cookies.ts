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

/** The cookies whose content only this instance can read. */
export const LOCKED_COOKIES: Readonly<Record<CipherPurpose, CookieKind>> = {
  "own-token": { name: "lounge_token", lifetimeSeconds: 8 * HOUR_SECONDS },
  "session": { name: "lounge_session", lifetimeSeconds: 30 * 24 * HOUR_SECONDS },
  "sign-in": { name: "lounge_sign_in", lifetimeSeconds: HOUR_SECONDS / 4, path: CALLBACK_PATH },
};

/** The values of all cookies of that name in a `Cookie` header, in their order. */
export function readCookies(header: string | null, name: string): string[] {
  return (header ?? "").split(";").flatMap((pair) => {
    const [key = "", value] = pair.trim().split("=", 2);
    return key === name && value ? [value] : [];
  });
}

/** Value of a `Set-Cookie` header that no script can read and no other site's form sends (RFC 6265). */
export function cookieText(
  { name, lifetimeSeconds, path = "/" }: CookieKind,
  { value, isSecure }: { readonly value: string; readonly isSecure: boolean },
): string {
  const secure = isSecure ? "; Secure" : "";
  return `${name}=${value}; Max-Age=${lifetimeSeconds}; Path=${path}; HttpOnly; SameSite=Lax${secure}`;
}
