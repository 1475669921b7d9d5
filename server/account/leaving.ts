import type { Context } from "fresh";
import type { State } from "../app_state.ts";
import { readShortForm } from "../protocol/short_form.ts";
import { forgetCookie } from "./access_cookies.ts";
import { answerNotice, withCookies } from "./account_answer.ts";
import { becomeNewVisitor } from "./visitor_cookie.ts";
import { InputError } from "../errors.ts";

/** Forgets everything that this browser knows, and goes on as a visitor whom nobody knows yet. */
export function leave(ctx: Context<State>, answer: Response): Response {
  const { visitor, services: { visitorTokens } } = ctx.state;
  visitorTokens.forget(visitor.id);
  becomeNewVisitor(ctx);
  return withCookies(answer, [forgetCookie(ctx, "session"), forgetCookie(ctx, "own-token")]);
}

/** Erases a visitor's whole library and, when nothing is left of it, the account too. */
export async function deleteAccount(ctx: Context<State>): Promise<Response> {
  if ((await readShortForm(ctx.req)).get("confirm") !== "yes") {
    const unconfirmed = new InputError("invalid-setting", "confirm must be yes.");
    return answerNotice(ctx, "delete-unconfirmed", unconfirmed);
  }
  const { viewer, access: { signedIn }, services: { generations, accounts } } = ctx.state;
  const { kept } = await generations.eraseAll(viewer);
  if (kept.length > 0) {
    const unfinished = new InputError(
      "still-running",
      "Some films are still being stopped, so the account is still here. Delete it again in a minute.",
      { retryable: true },
    );
    return answerNotice(ctx, "account-kept", unfinished);
  }
  if (signedIn) await accounts.forget({ issuer: signedIn.issuer, subject: signedIn.subject });
  return leave(ctx, answerNotice(ctx, "account-deleted"));
}
