import { define } from "../server/app_state.ts";
import { InputError } from "../server/errors.ts";
import { METRICS_TYPE, metricsText } from "../server/observing/metrics_text.ts";
import { isOperator } from "../server/observing/metrics.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";

/** For Prometheus: with `METRICS_TOKEN`, or from this machine itself; for others it does not exist. */
export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { config, readMetrics } = ctx.state.services;
    const { remoteAddr } = ctx.info;
    if (!isOperator(ctx.req, { remoteAddr, token: config.METRICS_TOKEN })) {
      throw new InputError("not-found");
    }
    return new Response(metricsText(await readMetrics()), {
      headers: { "content-type": METRICS_TYPE, "cache-control": "no-store" },
    });
  },
});
