import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/http/allowed_methods.ts";
import { PROBLEM_CODES } from "../server/http/problem_catalogue.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  GET(ctx) {
    const { siteUrl } = ctx.state.services.describeSite(ctx.url.origin);
    const paths = ["/", ...PROBLEM_CODES.map((code) => `/problems/${code}`)];
    const entries = paths.map((path) => `<url><loc>${escapeXml(siteUrl + path)}</loc></url>`);
    const xml = `<?xml version="1.0" encoding="UTF-8"?>\n` +
      `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${
        entries.join("\n")
      }\n</urlset>\n`;
    return new Response(xml, { headers: { "content-type": "application/xml; charset=utf-8" } });
  },
});

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
