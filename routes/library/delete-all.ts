import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { answerAction } from "../../server/pages/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  async POST(ctx) {
    const { services: { generations }, caller } = ctx.state;
    const outcome = await generations.eraseAll(caller);
    const { length: kept } = outcome.kept;
    const page = kept > 0 ? `/library?kept=${kept}` : "/library";
    return answerAction(ctx, { page, body: outcome });
  },
});
