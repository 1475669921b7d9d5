import { panelView } from "../components/panel/panel_view.ts";
import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { readPanel } from "../server/pages/panel_facts.ts";

/** Prices and waits move, and what is open depends on who asks. */
const HEADERS = { "cache-control": "private, no-store", "x-robots-tag": "noindex" };

/** The panel for the fields of an address, as the studio shows it. */
export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { services, caller: { paymentMeans }, site: { siteUrl } } = ctx.state;
    const panel = await readPanel(ctx.url.searchParams, { ...services, paymentMeans, siteUrl });
    return Response.json(panelView(panel), { headers: HEADERS });
  },
});
