import { page, type RouteConfig } from "fresh";
import { Site } from "../../../components/site.ts";
import { EmbedPage } from "../../(_pages)/generation/EmbedPage.tsx";
import { define } from "../../../server/app_state.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";
import { publicView } from "../../../server/pages/public_view.ts";

/** The bare player, for other sites to frame: without the bar and footer of this one. */
export const config: RouteConfig = { skipInheritedLayouts: true };

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const view = await publicView(ctx.state.services.generations, ctx.params.id ?? "");
    return page(view, { headers: { "cache-control": "no-store" } });
  },
});

export default define.page<typeof handler>(function Embed({ data, state }) {
  return (
    <Site.Provider value={state.site}>
      <EmbedPage view={data} />
    </Site.Provider>
  );
});
