import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";

/** The address of the version before. */
export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  GET: (ctx) => ctx.redirect(`/panel${ctx.url.search}`, 308),
});
