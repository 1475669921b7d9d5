import type { Context } from "fresh";
import type { State } from "../app_state.ts";
import { InputError } from "../errors.ts";
import { readShortForm } from "../protocol/short_form.ts";
import { answerNotice } from "./account_answer.ts";
import type { NoticeName } from "./account_facts.ts";

/** Forgets everything that this browser knows, and goes on as a visitor whom nobody knows yet. */
export function leave(ctx: Context<State>, notice: NoticeName): Response {
  const { caller, cookies, services: { visitorTokens } } = ctx.state;
  visitorTokens.forget(caller.visitorId);
  cookies.beginAnew();
  cookies.forget("session");
  cookies.forget("own-token");
  return answerNotice(ctx, notice);
}

/** Erases a visitor's whole library and, when nothing is left of it, the account too. */
export async function deleteAccount(ctx: Context<State>): Promise<Response> {
  if ((await readShortForm(ctx.req)).get("confirm") !== "yes") {
    const unconfirmed = new InputError("invalid-setting", { kind: "confirm" });
    return answerNotice(ctx, "delete-unconfirmed", unconfirmed);
  }
  const { caller, services: { generations, accounts } } = ctx.state;
  const { kept } = await generations.eraseAll(caller);
  if (kept.length > 0) {
    const unfinished = new InputError("still-running", { kind: "account" });
    return answerNotice(ctx, "account-kept", unfinished);
  }
  if (caller.account) await accounts.forget(caller.account);
  return leave(ctx, "account-deleted");
}
