import { define } from "../../server/app_state.ts";
import { answerNotice } from "../../server/http/account_answer.ts";
import { allowOnly } from "../../server/http/allowed_methods.ts";
import { leave } from "../../server/http/leaving.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  POST: (ctx) => leave(ctx, answerNotice(ctx, "signed-out")),
});
