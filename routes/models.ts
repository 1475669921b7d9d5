import { define } from "../server/app_state.ts";
import { preferredAnswer } from "../server/protocol/accept.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { PERSONAL_HEADERS } from "../server/pages/view_answer.ts";
import { describeModels } from "../server/pages/model_cards.ts";

/** The models for programs; people find them on the front page. */
export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const answer = preferredAnswer(ctx.req, ["application/json", "text/html"]);
    if (answer === "text/html") return ctx.redirect("/#models", 303);
    const models = await describeModels(ctx.state.services, ctx.state.caller.paymentMeans);
    return Response.json({ models }, { headers: PERSONAL_HEADERS });
  },
});
