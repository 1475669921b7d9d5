import type { Context } from "fresh";
import { checkedToken } from "../../../server/visitors/own_token.ts";
import { define, type State } from "../../../server/app_state.ts";
import { answerNotice, withCookies } from "../../../server/visitors/account_answer.ts";
import { lockCookie } from "../../../server/visitors/access_cookies.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";
import { readShortForm } from "../../../server/protocol/short_form.ts";

/** Takes a visitor's own token. */
async function keepToken(ctx: Context<State>): Promise<Response> {
  const given = (await readShortForm(ctx.req)).get("token");
  const { visitor, services } = ctx.state;
  const outcome = await checkedToken(services, { given, visitorId: visitor.id });
  if (outcome.kind === "refused") return answerNotice(ctx, outcome.notice, outcome.error);
  visitor.keep();
  services.visitorTokens.allow(outcome.ownToken.token);
  services.visitorTokens.deposit(visitor.id, outcome.ownToken.token, outcome.ownToken.expiresAt);
  return withCookies(answerNotice(ctx, outcome.notice), [
    await lockCookie(ctx, "own-token", outcome.ownToken),
  ]);
}

export const handler = define.handlers({ ...allowOnly("POST"), POST: keepToken });
