import { define } from "../server/app_state.ts";
import { InputError } from "../server/errors.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { readSitemap } from "../server/pages/sitemap.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { services: { generations }, site: { siteUrl } } = ctx.state;
    const query = ctx.url.searchParams;
    const xml = await readSitemap(generations, { siteUrl, query });
    if (xml === undefined) throw new InputError("not-found", { kind: "nothing" });
    return new Response(xml, { headers: { "content-type": "application/xml; charset=utf-8" } });
  },
});
