import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  GET(ctx) {
    const { siteUrl } = ctx.state.site;
    return ctx.text(
      `User-agent: *\nAllow: /\n\nSitemap: ${siteUrl}/sitemap.xml\n`,
    );
  },
});
