import { page } from "fresh";
import { OwnServerPage } from "./(_pages)/own_server/OwnServerPage.tsx";
import { define } from "../server/app_state.ts";
import { InputError } from "../server/errors.ts";
import { isOperator } from "../server/observing/metrics.ts";
import { asksForPage } from "../server/protocol/accept.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";

const HEADERS = { "cache-control": "no-store", "vary": "Accept" };

/** How to make videos on a server of one's own; `POST` tries those that are set up. */
export const handler = define.handlers({
  ...allowOnly("GET", "HEAD", "POST"),
  GET(ctx) {
    const { METRICS_TOKEN: token } = ctx.state.services.config;
    const mayCheck = isOperator(ctx.req, { remoteAddr: ctx.info.remoteAddr, token });
    return page({ mayCheck, checks: undefined }, { headers: HEADERS });
  },
  async POST(ctx) {
    const { config: { METRICS_TOKEN: token }, serverChecks } = ctx.state.services;
    const mayCheck = isOperator(ctx.req, { remoteAddr: ctx.info.remoteAddr, token });
    if (!mayCheck) throw new InputError("operator-only");
    const checks = await serverChecks.check();
    return asksForPage(ctx.req)
      ? page({ mayCheck, checks }, { headers: HEADERS })
      : Response.json({ servers: checks }, { headers: HEADERS });
  },
});

export default define.page<typeof handler>(function OwnServer({ data }) {
  return <OwnServerPage {...data} />;
});
