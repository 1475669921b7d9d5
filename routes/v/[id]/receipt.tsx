import { page } from "fresh";
import { ReceiptPage } from "../../(_pages)/generation/ReceiptPage.tsx";
import { define } from "../../../server/app_state.ts";
import { preferredAnswer } from "../../../server/protocol/accept.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";
import { controlsOf } from "../../../server/pages/model_cards.ts";
import { viewHeaders } from "../../../server/pages/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { services: { generations, models }, caller } = ctx.state;
    const view = await generations.view(ctx.params.id ?? "", caller);
    const headers = { ...viewHeaders(view), "x-robots-tag": "noindex" };
    const answer = preferredAnswer(ctx.req, ["application/json", "text/html"]);
    if (answer === "text/html") {
      return page({ view, controls: controlsOf(models, view.model) }, { headers });
    }
    const { id, state, receipt } = view;
    return Response.json({ id, state, ...receipt }, { headers });
  },
});

export default define.page<typeof handler>(function Receipt({ data }) {
  return <ReceiptPage {...data} />;
});
