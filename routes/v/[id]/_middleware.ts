import { define } from "../../../server/app_state.ts";
import { openByKey } from "../../../server/visitors/visitor_cookie.ts";

export const handler = define.middleware((ctx) => {
  openByKey(ctx);
  return ctx.next();
});
