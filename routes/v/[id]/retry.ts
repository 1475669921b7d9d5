import { define } from "../../../server/app_state.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";
import { acceptedGeneration } from "../../../server/submission/generation_result.ts";
import { answerAction } from "../../../server/pages/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  async POST(ctx) {
    const { services: { generations, signatures, clock }, caller, cookies } = ctx.state;
    const { id, kind } = await generations.retry(ctx.params.id ?? "", caller, caller.paymentMeans);
    cookies.keep(caller);
    const view = await generations.view(id, caller);
    const headers = { location: view.page };
    const body = acceptedGeneration(view, { kind, signatures, now: clock.now() });
    return answerAction(ctx, { page: view.page, body, status: 202, headers });
  },
});
