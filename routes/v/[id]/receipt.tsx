import { page } from "fresh";
import { ReceiptPage } from "../../../components/receipt/ReceiptPage.tsx";
import { define } from "../../../server/app_state.ts";
import { preferredAnswer } from "../../../server/protocol/accept.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";
import { controlsOf } from "../../../server/pages/model_cards.ts";
import { viewHeaders } from "../../../server/pages/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { services: { generations }, viewer } = ctx.state;
    const view = await generations.view(ctx.params.id ?? "", viewer);
    const headers = { ...viewHeaders(view), "x-robots-tag": "noindex" };
    const answer = preferredAnswer(ctx.req, ["application/json", "text/html"]);
    if (answer === "text/html") return page(view, { headers });
    const { id, state, receipt } = view;
    return Response.json({ id, state, ...receipt }, { headers });
  },
});

export default define.page<typeof handler>(function Receipt({ data, state, url }) {
  const { access: { signedIn }, services } = state;
  return (
    <ReceiptPage
      facts={services.describeSite(url.origin)}
      view={data}
      controls={controlsOf(services.offers, data.model)}
      account={signedIn && { name: signedIn.name }}
    />
  );
});
