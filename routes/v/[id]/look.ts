import { define } from "../../../server/app_state.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";
import { withOldName } from "../../../server/old_names.ts";
import { answerAction } from "../../../server/pages/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  async POST(ctx) {
    const { services: { generations }, caller, cookies } = ctx.state;
    const view = await generations.lookAgain(ctx.params.id ?? "", caller);
    cookies.keep(caller);
    return answerAction(ctx, { page: view.page, body: withOldName(view) });
  },
});
