import type { Context } from "fresh";
import type { State } from "../app_state.ts";
import { InputError } from "../errors.ts";
import { readShortForm } from "../protocol/short_form.ts";
import { LOCKED_COOKIES } from "../visitors/cookies.ts";
import type { OwnToken } from "../visitors/locked_values.ts";
import { readToken } from "../visitors/token_check.ts";
import { answerNotice } from "./account_answer.ts";
import { isToldProblem, type NoticeName } from "./account_facts.ts";

/** What became of a pasted token. */
type PasteOutcome =
  | { readonly kind: "kept"; readonly ownToken: OwnToken; readonly notice: NoticeName }
  | { readonly kind: "refused"; readonly error: InputError; readonly notice: NoticeName };

/** Takes the token that a visitor pasted into the account page's form. */
export async function keepToken(ctx: Context<State>): Promise<Response> {
  const given = (await readShortForm(ctx.req)).get("token");
  const outcome = await checkedToken(ctx, given);
  if (outcome.kind === "refused") return answerNotice(ctx, outcome.notice, outcome.error);
  const { caller, cookies, services: { visitorTokens } } = ctx.state;
  const { token, expiresAt } = outcome.ownToken;
  visitorTokens.allow(token);
  visitorTokens.deposit(caller.visitorId, token, expiresAt);
  await cookies.lock("own-token", outcome.ownToken);
  cookies.keep(caller);
  return answerNotice(ctx, outcome.notice);
}

/** Forgets the token, here and in the browser. */
export function forgetToken(ctx: Context<State>): Response {
  const { caller, cookies, services: { visitorTokens } } = ctx.state;
  visitorTokens.forget(caller.visitorId);
  cookies.forget("own-token");
  return answerNotice(ctx, "token-forgotten");
}

/** Reads a pasted token and asks the Hub whose it is. */
async function checkedToken(ctx: Context<State>, given: string | undefined): Promise<PasteOutcome> {
  const { caller, services: { identity, clock } } = ctx.state;
  try {
    const token = readToken(given);
    const check = await identity.checkToken(token, caller.visitorId);
    const expiresAt = clock.now() + LOCKED_COOKIES["own-token"].lifetimeSeconds * 1000;
    return check.kind === "known"
      ? { kind: "kept", ownToken: { token, name: check.name, expiresAt }, notice: "token-kept" }
      : { kind: "kept", ownToken: { token, expiresAt }, notice: "token-unchecked" };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const notice = isToldProblem(error.code) ? error.code : "token-malformed";
    return { kind: "refused", error, notice };
  }
}
