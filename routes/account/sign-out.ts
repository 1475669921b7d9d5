import { define } from "../../server/app_state.ts";
import { answerNotice } from "../../server/visitors/account_answer.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { leave } from "../../server/visitors/leaving.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  POST: (ctx) => leave(ctx, answerNotice(ctx, "signed-out")),
});
