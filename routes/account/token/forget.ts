import { define } from "../../../server/app_state.ts";
import { forgetCookie } from "../../../server/visitors/access_cookies.ts";
import { answerNotice, withCookies } from "../../../server/visitors/account_answer.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  POST(ctx) {
    const { visitor, services } = ctx.state;
    services.visitorTokens.forget(visitor.id);
    return withCookies(answerNotice(ctx, "token-forgotten"), [forgetCookie(ctx, "own-token")]);
  },
});
