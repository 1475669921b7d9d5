import type { Context, MiddlewareFn } from "fresh";
import {
  type Access,
  type OwnToken,
  OwnTokenSchema,
  type Session,
  SessionSchema,
  type SignInFlow,
  SignInFlowSchema,
} from "./access.ts";
import { CALLBACK_PATH } from "./identity.ts";
import type { VaultPurpose } from "./vault.ts";
import type { State } from "../app_state.ts";
import { cookieText, isSecure, readCookie } from "./cookies.ts";

/** How a kind of cookie is kept. */
interface CookieKind {
  readonly name: string;
  readonly lifetimeSeconds: number;
  readonly path?: string;
}

const HOUR_SECONDS = 60 * 60;

const KINDS: Readonly<Record<VaultPurpose, CookieKind>> = {
  "own-token": { name: "lounge_token", lifetimeSeconds: 8 * HOUR_SECONDS },
  "session": { name: "lounge_session", lifetimeSeconds: 30 * 24 * HOUR_SECONDS },
  "sign-in": { name: "lounge_sign_in", lifetimeSeconds: HOUR_SECONDS / 4, path: CALLBACK_PATH },
};

/** Browsers refuse longer ones (RFC 6265bis section 5.6). */
const MAX_COOKIE_BYTES = 4096;

/** When a pasted token that comes now is forgotten, in milliseconds since 1970. */
export function ownTokenEnd(now: number): number {
  return now + KINDS["own-token"].lifetimeSeconds * 1000;
}

/** Has the browser keep a value that it cannot read. */
export async function lockCookie(
  ctx: Context<State>,
  purpose: VaultPurpose,
  value: OwnToken | Session | SignInFlow,
): Promise<string> {
  const { name, lifetimeSeconds, ...place } = KINDS[purpose];
  const text = await ctx.state.services.identity.vault.lock(value, { purpose, lifetimeSeconds });
  const options = { ...place, maxAgeSeconds: lifetimeSeconds, isSecure: isSecure(ctx) };
  const cookie = cookieText(name, text, options);
  if (cookie.length <= MAX_COOKIE_BYTES || !("refreshToken" in value)) return cookie;
  // Then the visitor signs in again when the token ends.
  const { refreshToken: _tooLong, ...rest } = value;
  return await lockCookie(ctx, purpose, rest);
}

/** Has the browser forget a cookie. */
export function forgetCookie(ctx: Context<State>, purpose: VaultPurpose): string {
  const { name, lifetimeSeconds: _life, ...place } = KINDS[purpose];
  return cookieText(name, "", { ...place, maxAgeSeconds: 0, isSecure: isSecure(ctx) });
}

/** What `GET /account/sign-in` left behind in this browser. */
export async function readFlow(ctx: Context<State>): Promise<SignInFlow | undefined> {
  const text = readCookie(ctx.req.headers.get("cookie"), KINDS["sign-in"].name);
  if (text === undefined) return undefined;
  const { vault } = ctx.state.services.identity;
  return await vault.open(text, { purpose: "sign-in", schema: SignInFlowSchema });
}

/**
 * Opens the cookies of pasted token and session: the state learns who is signed in and whether there
 * is a token to pay with, and the token itself goes where only the visitor's own generations find it.
 */
export const knowAccess: MiddlewareFn<State> = async (ctx) => {
  const { cookies, ownToken, session } = await openCookies(ctx);
  const { clock, visitorTokens } = ctx.state.services;
  if (session && session.libraryId !== ctx.state.visitor.id) {
    const visitor = { ...ctx.state.visitor, id: session.libraryId, isNew: false };
    Object.assign(ctx.state, { visitor, viewer: { visitorId: session.libraryId } });
  }
  const now = clock.now();
  const isGood = (text: string, until: number) => until > now && !visitorTokens.isRefused(text);
  const token = tokenOf({ ownToken, session }, isGood);
  if (token) visitorTokens.deposit(ctx.state.visitor.id, token.text, token.until);
  const access = describeAccess({ ownToken, session }, isGood);
  Object.assign(ctx.state, { access, purse: { hasToken: token !== undefined } });
  const response = await ctx.next();
  appendCookies(response, cookies);
  return response;
};

interface Opened {
  readonly ownToken?: OwnToken | undefined;
  readonly session?: Session | undefined;
}

/** The cookies' contents, and the `Set-Cookie` headers that bring the browser up to date. */
async function openCookies(ctx: Context<State>): Promise<Opened & { cookies: string[] }> {
  const { identity: { vault, sessions }, accounts } = ctx.state.services;
  const header = ctx.req.headers.get("cookie");
  const cookies: string[] = [];
  const open = async <Value>(
    purpose: VaultPurpose,
    read: (text: string) => Promise<Value | undefined>,
  ): Promise<Value | undefined> => {
    const text = readCookie(header, KINDS[purpose].name);
    const value = text === undefined ? undefined : await read(text);
    if (text !== undefined && value === undefined) cookies.push(forgetCookie(ctx, purpose));
    return value;
  };
  const ownToken = await open(
    "own-token",
    (text) => vault.open(text, { purpose: "own-token", schema: OwnTokenSchema }),
  );
  const session = await open("session", async (text) => {
    const found = await vault.open(text, { purpose: "session", schema: SessionSchema });
    // Whoever deletes the account ends its sessions in all browsers.
    return found && await accounts.libraryOf(found) === found.libraryId ? found : undefined;
  });
  const renewed = session && sessions ? await sessions.renew(session) : session;
  if (renewed && renewed !== session) cookies.push(await lockCookie(ctx, "session", renewed));
  return { ownToken, session: renewed, cookies };
}

/** Whether a token can pay: it has not ended, and no service has refused it. */
type IsGood = (text: string, until: number) => boolean;

/** A pasted token goes before the account's: it was brought on purpose. */
function tokenOf(
  { ownToken, session }: Opened,
  isGood: IsGood,
): { readonly text: string; readonly until: number } | undefined {
  if (ownToken && isGood(ownToken.token, ownToken.expiresAt)) {
    return { text: ownToken.token, until: ownToken.expiresAt };
  }
  if (session && isGood(session.accessToken, session.tokenExpiresAt)) {
    return { text: session.accessToken, until: session.tokenExpiresAt };
  }
  return undefined;
}

function describeAccess({ ownToken, session }: Opened, isGood: IsGood): Access {
  return {
    ...(session ? { signedIn: describeSession(session, isGood) } : {}),
    ...(ownToken ? { ownToken: describeToken(ownToken, isGood) } : {}),
  };
}

function describeSession(session: Session, isGood: IsGood): NonNullable<Access["signedIn"]> {
  const { issuer, subject, name, libraryId, accessToken, tokenExpiresAt } = session;
  const pays = isGood(accessToken, tokenExpiresAt) ? { paysUntil: tokenExpiresAt } : {};
  return { issuer, subject, name, libraryId, ...pays };
}

function describeToken(
  { name, token, expiresAt }: OwnToken,
  isGood: IsGood,
): NonNullable<Access["ownToken"]> {
  const isRefused = !isGood(token, Infinity);
  return { ...(name === undefined ? {} : { name }), expiresAt, isRefused };
}

/**
 * Adds cookies to an answer, unless the route has set the same ones. An answer that brings cookies
 * belongs to one visitor, so that caches in between must not keep it; public ones get none.
 */
function appendCookies(response: Response, cookies: readonly string[]): void {
  const { headers } = response;
  if (/\bpublic\b/.test(headers.get("cache-control") ?? "")) return;
  const names = headers.getSetCookie().map(nameOf);
  const missing = cookies.filter((cookie) => !names.includes(nameOf(cookie)));
  if (missing.length === 0) return;
  for (const cookie of missing) headers.append("set-cookie", cookie);
  if (!headers.has("cache-control")) headers.set("cache-control", "private, no-store");
}

function nameOf(cookie: string): string {
  return cookie.split("=", 1)[0] ?? "";
}
