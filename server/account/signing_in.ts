import type { Context } from "fresh";
import type { SignedIn } from "./sign_in.ts";
import { CALLBACK_PATH } from "./identity.ts";
import { reasonOf, signInFailed, signInUnavailable } from "./sign_in_failures.ts";
import type { State } from "../app_state.ts";
import { LoungeError } from "../errors.ts";
import { forgetCookie, lockCookie, readFlow } from "./access_cookies.ts";
import { withCookies } from "./account_answer.ts";
import { isToldProblem, noticePath } from "./account_notices.ts";
import { becomeNewVisitor } from "./visitor_cookie.ts";

const HOME = "/account";

/** Sends the visitor to the provider, to come back to the page that the parameter `from` names. */
export function beginSignIn(ctx: Context<State>): Promise<Response> {
  return tellFailures(ctx, async () => {
    const { signIn } = ctx.state.services.identity;
    if (!signIn) throw signInUnavailable();
    const returnTo = ownPath(ctx.url.searchParams.get("from"), ctx.url.origin);
    const { address, flow } = await signIn.begin({ redirectUri: redirectUriOf(ctx), returnTo });
    return withCookies(ctx.redirect(address, 303), [await lockCookie(ctx, "sign-in", flow)]);
  });
}

/** Takes the visitor back, opens the account's library and goes on to where they came from. */
export function finishSignIn(ctx: Context<State>): Promise<Response> {
  return tellFailures(ctx, async () => {
    const { signIn } = ctx.state.services.identity;
    if (!signIn) throw signInUnavailable();
    const flow = await readFlow(ctx);
    if (!flow) throw signInFailed();
    const redirectUri = redirectUriOf(ctx);
    const callback = new URL(ctx.url.search, redirectUri);
    const signedIn = await signIn.finish(callback, { flow, redirectUri });
    const session = await openLibrary(ctx, signedIn);
    return withCookies(ctx.redirect(flow.returnTo, 303), [session, forgetCookie(ctx, "sign-in")]);
  });
}

/**
 * Opens the account's library, with what the visitor had so far. The session alone opens it from now
 * on: the visitor's cookie never names it, so that an old one is worth nothing after signing out.
 */
async function openLibrary(ctx: Context<State>, signedIn: SignedIn): Promise<string> {
  const { visitor, services: { accounts, visitorTokens, clock } } = ctx.state;
  const { issuer, subject, accessToken, tokenExpiresAt } = signedIn;
  const visit = { issuer, subject, visitorId: visitor.id, now: clock.now() };
  const { libraryId } = await accounts.open(visit);
  if (libraryId !== visitor.id) visitorTokens.forget(visitor.id);
  becomeNewVisitor(ctx);
  visitorTokens.deposit(libraryId, accessToken, tokenExpiresAt);
  return await lockCookie(ctx, "session", { ...signedIn, libraryId });
}

/** A failure that the account page has words for is told there. */
async function tellFailures(
  ctx: Context<State>,
  step: () => Promise<Response>,
): Promise<Response> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof LoungeError) || !isToldProblem(error.code)) throw error;
    const { services: { log }, requestId } = ctx.state;
    log.info("sign-in did not work", { requestId, code: error.code, reason: reasonOf(error) });
    const told = ctx.redirect(noticePath(error.code), 303);
    return withCookies(told, [forgetCookie(ctx, "sign-in")]);
  }
}

function redirectUriOf(ctx: Context<State>): string {
  const { SITE_URL } = ctx.state.services.config;
  return (SITE_URL ?? ctx.url.origin) + CALLBACK_PATH;
}

/** A path of this site, whatever the address says. */
function ownPath(given: string | null, origin: string): string {
  const url = given?.startsWith("/") && URL.canParse(given, origin)
    ? new URL(given, origin)
    : undefined;
  // A path that begins with two slashes, as `/..//host` comes to, would name a host.
  const isOwn = url?.origin === origin && !url.pathname.startsWith("//");
  return isOwn ? url.pathname + url.search + url.hash : HOME;
}
