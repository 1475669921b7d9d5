import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";

/** Whether the process answers at all, for whoever restarts it. */
export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  GET: () => new Response("ok\n", { headers: { "cache-control": "no-store" } }),
});
