import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";

/** Whether requests should come here, for load balancers and monitors. */
export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const readiness = await ctx.state.services.readiness.read();
    return Response.json(readiness, {
      status: readiness.isReady ? 200 : 503,
      headers: { "cache-control": "no-store" },
    });
  },
});
