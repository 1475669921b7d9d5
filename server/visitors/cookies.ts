import type { Context } from "fresh";
import type { State } from "../app_state.ts";

/** How a cookie is kept. */
export interface CookieOptions {
  /** 0 has the browser forget it. */
  readonly maxAgeSeconds: number;
  readonly path?: string;
  readonly isSecure: boolean;
}

/** The value of a cookie in a `Cookie` header; of several with the name, the first. */
export function readCookie(header: string | null, name: string): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const [key = "", value] = pair.trim().split("=", 2);
    if (key === name && value) return value;
  }
  return undefined;
}

/** Value of a `Set-Cookie` header that no script can read and no other site's form sends (RFC 6265). */
export function cookieText(name: string, value: string, options: CookieOptions): string {
  const { maxAgeSeconds, path = "/", isSecure } = options;
  const secure = isSecure ? "; Secure" : "";
  return `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=${path}; HttpOnly; SameSite=Lax${secure}`;
}

/** Whether visitors reach this instance over HTTPS, perhaps through a proxy that ends it. */
export function isSecure(ctx: Context<State>): boolean {
  const { SITE_URL } = ctx.state.services.config;
  return ctx.url.protocol === "https:" || SITE_URL?.startsWith("https:") === true;
}
