import { define } from "../../server/app_state.ts";
import { leave } from "../../server/account/leaving.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  POST: (ctx) => leave(ctx, "signed-out"),
});
