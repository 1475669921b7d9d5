import type { PublicView } from "./public_view.ts";

const NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" ' +
  'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"';

/** A sitemap of pages and of shared videos, the latter with Google's video extension. */
export function sitemapXml(
  siteUrl: string,
  content: { readonly paths: readonly string[]; readonly videos: readonly PublicView[] },
): string {
  const entries = [
    ...content.paths.map((path) => element("url", element("loc", escapeXml(siteUrl + path)))),
    ...content.videos.map((video) => videoEntry(siteUrl, video)),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset ${NAMESPACES}>\n${
    entries.join("\n")
  }\n</urlset>\n`;
}

function videoEntry(siteUrl: string, view: PublicView): string {
  const elements = [
    element("video:thumbnail_loc", escapeXml(siteUrl + (view.poster ?? "/og.png"))),
    element("video:title", "A video from one photo"),
    element("video:description", escapeXml(view.label)),
    element("video:content_loc", escapeXml(siteUrl + view.url)),
    element("video:player_loc", escapeXml(`${siteUrl}${view.page}/embed`)),
    // Whole seconds, at least one, is what the extension takes.
    element("video:duration", String(Math.max(1, Math.round(view.video.durationSeconds)))),
    element("video:publication_date", view.endedAt ?? view.createdAt),
  ];
  return element(
    "url",
    element("loc", escapeXml(siteUrl + view.page)) +
      element("lastmod", view.endedAt ?? view.createdAt) +
      element("video:video", elements.join("")),
  );
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
