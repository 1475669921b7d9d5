import type { Context } from "fresh";
import type { State } from "../app_state.ts";
import { LoungeError } from "../errors.ts";
import { ownPath } from "../protocol/own_path.ts";
import { CALLBACK_PATH } from "../visitors/cookies.ts";
import type { SignedIn } from "../visitors/sign_in.ts";
import {
  reasonOf,
  signInFailed,
  signInTooLong,
  signInUnavailable,
} from "../visitors/sign_in_failures.ts";
import { keepFlow, takeFlow } from "../visitors/sign_in_flows.ts";
import { isToldProblem, noticePath } from "./account_facts.ts";

const HOME = "/account";

/** Sends the visitor to the provider, to come back to the page that the parameter `from` names. */
export function beginSignIn(ctx: Context<State>): Promise<Response> {
  return tellFailures(ctx, async () => {
    const { cookies, services: { identity: { signIn } } } = ctx.state;
    if (!signIn) throw signInUnavailable();
    const returnTo = ownPath(ctx.url.searchParams.get("from"), ctx.url.origin) ?? HOME;
    const { address, flow } = await signIn.begin({ redirectUri: redirectUriOf(ctx), returnTo });
    await keepFlow(flow, { request: ctx.req, cookies });
    return ctx.redirect(address, 303);
  });
}

/**
 * Takes the visitor back, opens the account's library and goes on to where they came from. Whoever is
 * signed in and comes back once more, as by the browser's Back, is led on.
 */
export function finishSignIn(ctx: Context<State>): Promise<Response> {
  return tellFailures(ctx, async () => {
    const { caller, cookies, services: { identity: { signIn, cipher } } } = ctx.state;
    if (!signIn) throw signInUnavailable();
    const state = ctx.url.searchParams.get("state");
    const flow = await takeFlow(state, { request: ctx.req, cookies, cipher });
    if (!flow && caller.role === "member") return ctx.redirect(HOME, 303);
    if (!flow) throw signInFailed();
    const redirectUri = redirectUriOf(ctx);
    const callback = new URL(ctx.url.search, redirectUri);
    const signedIn = await signIn.finish(callback, { flow, redirectUri });
    await openLibrary(ctx, signedIn);
    return ctx.redirect(flow.returnTo, 303);
  });
}

/**
 * Opens the account's library, with what the visitor had so far. The session alone opens it from now
 * on: the visitor's cookie never names it, so that an old one is worth nothing after signing out.
 */
async function openLibrary(ctx: Context<State>, signedIn: SignedIn): Promise<void> {
  const { caller: { visitorId }, cookies, services: { accounts, visitorTokens, clock } } =
    ctx.state;
  const { issuer, subject, accessToken, tokenExpiresAt } = signedIn;
  // Nothing moves before it is certain that the browser keeps what opens it: one id is as long as another.
  const begun = { ...signedIn, signedInAt: clock.now() };
  if (!await cookies.canLock("session", { ...begun, libraryId: visitorId })) {
    throw signInTooLong();
  }
  const { libraryId } = await accounts.open({ issuer, subject, visitorId, now: clock.now() });
  if (libraryId !== visitorId) visitorTokens.forget(visitorId);
  if (signedIn.mayPay !== false) visitorTokens.deposit(libraryId, accessToken, tokenExpiresAt);
  cookies.beginAnew();
  await cookies.lock("session", { ...begun, libraryId });
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
    return ctx.redirect(noticePath(error.code), 303);
  }
}

function redirectUriOf(ctx: Context<State>): string {
  const { SITE_URL } = ctx.state.services.config;
  return (SITE_URL ?? ctx.url.origin) + CALLBACK_PATH;
}
