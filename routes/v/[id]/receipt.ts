import { define } from "../../../server/app_state.ts";
import { allowOnly } from "../../../server/http/allowed_methods.ts";
import { viewHeaders } from "../../../server/http/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { services: { generations }, viewer } = ctx.state;
    const view = await generations.view(ctx.params.id ?? "", viewer);
    const { id, state, receipt } = view;
    return Response.json({ id, state, ...receipt }, { headers: viewHeaders(view) });
  },
});
