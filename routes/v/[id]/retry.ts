import { define } from "../../../server/app_state.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";
import { ticketOf } from "../../../server/submission/generation_result.ts";
import { answerAction } from "../../../server/pages/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  async POST(ctx) {
    const { services: { generations, seals }, viewer, visitor, purse } = ctx.state;
    const { id, kind } = await generations.retry(ctx.params.id ?? "", viewer, purse);
    visitor.keep();
    const view = await generations.view(id, viewer);
    const headers = { location: view.page };
    const body = ticketOf(view, { kind, seals });
    return answerAction(ctx, { page: view.page, body, status: 202, headers });
  },
});
