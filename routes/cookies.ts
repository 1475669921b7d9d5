import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { PERSONAL_HEADERS } from "../server/pages/view_answer.ts";

/** Tells a browser whether the cookie that it was sent has come back, and sends one. */
export const handler = define.handlers({
  ...allowOnly("GET"),
  GET(ctx) {
    const { caller, cookies } = ctx.state;
    if (caller.isNew) cookies.keep(caller);
    const headers = { ...PERSONAL_HEADERS, "x-robots-tag": "noindex" };
    return Response.json({ comesBack: !caller.isNew }, { headers });
  },
});
