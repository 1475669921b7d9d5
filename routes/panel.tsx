import { PanelParts } from "../components/panel/PanelParts.tsx";
import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { readPanel } from "../server/pages/panel_facts.ts";

/** Prices and waits move, and what is open depends on who asks. */
const HEADERS = { "cache-control": "private, no-store", "x-robots-tag": "noindex" };

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { services, caller: { paymentMeans }, site: { siteUrl } } = ctx.state;
    const panel = await readPanel(ctx.url.searchParams, { ...services, paymentMeans, siteUrl });
    return await ctx.render(<PanelParts panel={panel} />, { headers: HEADERS }, {
      skipAppWrapper: true,
      skipInheritedLayouts: true,
    });
  },
});
