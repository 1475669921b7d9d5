import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";

/** The address of the version before. */
export const handler = define.handlers({
  ...allowOnly("GET"),
  GET: (ctx) => ctx.redirect(`/library/videos.zip${ctx.url.search}`, 308),
});
