import { define } from "../../../server/app_state.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";
import { answerAction } from "../../../server/pages/view_answer.ts";

/** `DELETE /v/<id>` for forms, which have no such method. */
export const handler = define.handlers({
  ...allowOnly("POST"),
  async POST(ctx) {
    const { services: { generations }, caller } = ctx.state;
    await generations.erase(ctx.params.id ?? "", caller);
    return answerAction(ctx, { page: "/library" });
  },
});
