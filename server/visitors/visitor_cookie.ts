import { validate } from "@std/uuid/v4";
import type { Context, MiddlewareFn } from "fresh";
import type { State } from "../app_state.ts";
import { cookieText, isSecure } from "./cookies.ts";
import type { Seals } from "./seals.ts";

/** A visitor is known by a random id in a signed cookie, and by nothing else. */
export interface Visitor {
  readonly id: string;
  /** True when the request brought no valid cookie. */
  readonly isNew: boolean;
  /** Has the cookie set, or its life extended, with the answer. */
  keep(): void;
}

const NAME = "lounge_visitor";
/** The longest life that browsers grant: 400 days (RFC 6265bis section 5.5). */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

/** Puts visitor and viewer into the state; a bad cookie counts as none. */
export const knowVisitor: MiddlewareFn<State> = async (ctx) => {
  const { seals } = ctx.state.services;
  const known = readVisitorId(ctx.req.headers.get("cookie"), seals);
  const id = known ?? crypto.randomUUID();
  let isKept = false;
  const visitor: Visitor = { id, isNew: known === undefined, keep: () => void (isKept = true) };
  Object.assign(ctx.state, { visitor, viewer: { visitorId: id } });
  const response = await ctx.next();
  const { visitor: { id: keptId }, access } = ctx.state;
  // An account's library is opened by its session alone.
  if (isKept && keptId !== access.signedIn?.libraryId) {
    const cookie = cookieOf(keptId, { seals, isSecure: isSecure(ctx) });
    response.headers.append("set-cookie", cookie);
  }
  return response;
};

/** Makes a visitor of the asker whom nobody knows yet, for the rest of the request and from then on. */
export function becomeNewVisitor(ctx: Context<State>): void {
  const id = crypto.randomUUID();
  const visitor = { ...ctx.state.visitor, id, isNew: false };
  Object.assign(ctx.state, { visitor, viewer: { visitorId: id } });
  visitor.keep();
}

/** Opens the generation of the address for reading where a signed key in it says so. */
export function openByKey(ctx: Context<State>): void {
  const { viewer, services: { seals } } = ctx.state;
  const { id = "" } = ctx.params;
  const seal = ctx.url.searchParams.get("key");
  if (seal === null || !seals.isSealed("generation-key", { text: id, seal })) return;
  Object.assign(ctx.state, { viewer: { ...viewer, openedId: id } });
}

/**
 * Knows a visitor without a cookie by the request's idempotency key, if that is a version 4 UUID: a
 * first request whose answer was lost, cookie and all, then finds its generation when it is repeated,
 * and pays for no second one. Keys that somebody could guess tell nothing of who sends them.
 */
export function knowByKey(ctx: Context<State>, key: string | undefined): void {
  const { visitor, services: { seals } } = ctx.state;
  if (!visitor.isNew || key === undefined || !validate(key)) return;
  const id = uuidOf(seals.seal("first-request", key));
  Object.assign(ctx.state, { visitor: { ...visitor, id }, viewer: { visitorId: id } });
}

/** A version 4 UUID made of a seal's first bytes (RFC 9562 section 5.4). */
function uuidOf(seal: string): string {
  const hex = Uint8Array.fromBase64(seal, { alphabet: "base64url" }).toHex();
  return hex.replace(
    /^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/,
    (_, one, two, three, four, five) => [one, two, `4${three}`, `8${four}`, five].join("-"),
  );
}

/** The visitor's id in a `Cookie` header; `undefined` when no cookie of ours carries a valid seal. */
export function readVisitorId(header: string | null, seals: Seals): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const [name = "", value = ""] = pair.trim().split("=", 2);
    const [id = "", seal = ""] = value.split(".", 2);
    if (name !== NAME || !validate(id)) continue;
    if (seals.isSealed("visitor-cookie", { text: id, seal })) return id;
  }
  return undefined;
}

/** Value of the `Set-Cookie` header that keeps a visitor's id (RFC 6265). */
export function cookieOf(
  id: string,
  options: { readonly seals: Seals; readonly isSecure: boolean },
): string {
  const value = `${id}.${options.seals.seal("visitor-cookie", id)}`;
  return cookieText(NAME, value, { maxAgeSeconds: MAX_AGE_SECONDS, isSecure: options.isSecure });
}
