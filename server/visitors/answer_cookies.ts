import { readHeader } from "../protocol/read_header.ts";
import { ACCESS_COOKIE } from "./access_password.ts";
import {
  type CookieKind,
  cookieText,
  endOfOldCookie,
  LOCKED_COOKIES,
  oldCookie,
} from "./cookies.ts";
import type { OwnToken, Session, SignInFlow } from "./locked_values.ts";
import { cookieOf, VISITOR_COOKIE } from "./signed_ids.ts";
import type { Signatures } from "./signatures.ts";
import type { CipherPurpose, CookieCipher } from "./cookie_cipher.ts";

/** What cookies are made with. */
export interface CookieKeys {
  readonly signatures: Signatures;
  readonly cipher: CookieCipher;
  /** Whether visitors reach this instance over HTTPS, perhaps through a proxy that ends it. */
  readonly isSecure: boolean;
}

/** What is locked into cookies. */
type Lockable = OwnToken | Session | SignInFlow;

interface NamedCookie {
  readonly name?: string;
}

/** Browsers refuse longer ones (RFC 6265bis section 5.6). */
const MAX_COOKIE_BYTES = 4096;

/**
 * The cookies that the answer to one request will set. Whoever has something to keep says so here, in
 * any order: of each cookie the last word counts.
 */
export class AnswerCookies {
  readonly #keys: CookieKeys;
  readonly #texts = new Map<string, string>();

  constructor(keys: CookieKeys) {
    this.#keys = keys;
  }

  /**
   * Has the browser keep a guest's id, or keep it for longer. An account's library is opened by its
   * session alone.
   */
  keep(
    { role, visitorId }: { readonly role: "guest" | "member"; readonly visitorId: string },
  ): void {
    if (role === "guest") this.#keepId(visitorId);
  }

  /**
   * Over TLS, has cookies that came under their name of plain HTTP, or of before, come under one that no
   * other host can set.
   */
  replaceOld(headers: Headers): void {
    if (!this.#keys.isSecure) return;
    const header = readHeader(headers, "cookie");
    const kinds = [
      VISITOR_COOKIE,
      ACCESS_COOKIE,
      LOCKED_COOKIES["own-token"],
      LOCKED_COOKIES.session,
    ];
    for (const kind of kinds) {
      const value = oldCookie(header, kind.name);
      if (value === undefined) continue;
      this.#texts.set(kind.name, cookieText(kind, { value, isSecure: true }));
      this.#texts.set(`old ${kind.name}`, endOfOldCookie(kind.name));
    }
  }

  /** Has the browser keep that it may use this instance. */
  admit(pass: string): void {
    const { isSecure } = this.#keys;
    this.#texts.set(ACCESS_COOKIE.name, cookieText(ACCESS_COOKIE, { value: pass, isSecure }));
  }

  /** Makes a visitor of the browser whom nobody knows yet. */
  beginAnew(): void {
    this.#keepId(crypto.randomUUID());
  }

  /**
   * Has the browser keep a value that it cannot read; `name` where the purpose has several cookies.
   * False where browsers keep no cookie so long, even without the refresh token: then nothing is set.
   */
  async lock(
    purpose: CipherPurpose,
    value: Lockable,
    { name = LOCKED_COOKIES[purpose].name }: NamedCookie = {},
  ): Promise<boolean> {
    const text = await this.#lockedText({ ...LOCKED_COOKIES[purpose], name }, { purpose, value });
    if (text !== undefined) this.#texts.set(name, text);
    return text !== undefined;
  }

  /** Whether a browser would keep that value, or another one as long. */
  async canLock(purpose: CipherPurpose, value: Lockable): Promise<boolean> {
    return await this.#lockedText(LOCKED_COOKIES[purpose], { purpose, value }) !== undefined;
  }

  /** Has the browser forget a value. */
  forget(
    purpose: CipherPurpose,
    { name = LOCKED_COOKIES[purpose].name }: NamedCookie = {},
  ): void {
    const kind = { ...LOCKED_COOKIES[purpose], name, lifetimeSeconds: 0 };
    this.#texts.set(name, cookieText(kind, { value: "", isSecure: this.#keys.isSecure }));
  }

  async #lockedText(
    kind: CookieKind,
    { purpose, value }: { readonly purpose: CipherPurpose; readonly value: Lockable },
  ): Promise<string | undefined> {
    const { cipher, isSecure } = this.#keys;
    const { lifetimeSeconds } = kind;
    const locked = await cipher.encrypt(value, { purpose, lifetimeSeconds });
    const text = cookieText(kind, { value: locked, isSecure });
    if (text.length <= MAX_COOKIE_BYTES) return text;
    if (!("refreshToken" in value)) return undefined;
    // Then the visitor signs in again when the token ends.
    const { refreshToken: _tooLong, ...rest } = value;
    return await this.#lockedText(kind, { purpose, value: rest });
  }

  #keepId(id: string): void {
    this.#texts.set(VISITOR_COOKIE.name, cookieOf(id, this.#keys));
  }

  /**
   * Sets them. An answer that brings cookies belongs to one visitor, so that caches in between must not
   * keep it; public ones get none.
   */
  addTo({ headers }: Response): void {
    if (this.#texts.size === 0 || /\bpublic\b/.test(headers.get("cache-control") ?? "")) return;
    for (const text of this.#texts.values()) headers.append("set-cookie", text);
    if (!headers.has("cache-control")) headers.set("cache-control", "private, no-store");
  }
}
