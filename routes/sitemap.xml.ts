import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { FAILURE_CODES } from "../server/wording/failures.ts";
import { isVideo } from "../server/pages/public_view.ts";
import { sitemapXml } from "../server/pages/sitemap.ts";

/** Together with the pages, well below the 50,000 addresses that one sitemap may hold. */
const MAX_VIDEOS = 10_000;

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { services: { generations }, site: { siteUrl } } = ctx.state;
    const paths = [
      "/",
      "/examples",
      "/status",
      "/problems",
      ...FAILURE_CODES.map((code) => `/problems/${code}`),
    ];
    const videos = (await generations.listPublic(MAX_VIDEOS)).filter(isVideo);
    const xml = sitemapXml(siteUrl, { paths, videos });
    return new Response(xml, { headers: { "content-type": "application/xml; charset=utf-8" } });
  },
});
