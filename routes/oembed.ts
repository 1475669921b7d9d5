import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { describeEmbed, readEmbeddedId } from "../server/pages/oembed.ts";
import { publicView } from "../server/pages/public_view.ts";

const HEADERS = { "access-control-allow-origin": "*", "cache-control": "no-store" };

/** oEmbed (https://oembed.com): only JSON, and `501` for the other format, as section 2.3.4 asks. */
export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { searchParams: query, origin } = ctx.url;
    if ((query.get("format") ?? "json") !== "json") return new Response(null, { status: 501 });
    const { services, site: facts } = ctx.state;
    const id = readEmbeddedId(query, [origin, new URL(facts.siteUrl).origin]);
    const view = await publicView(services.generations, id);
    return Response.json(describeEmbed(view, { facts, query }), { headers: HEADERS });
  },
});
