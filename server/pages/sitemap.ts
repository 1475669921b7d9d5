import { FAILURE_CODES } from "../wording/failures.ts";
import type { Generations } from "../generation/generations.ts";
import { isVideo, type PublicView } from "./public_view.ts";

const NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const VIDEO_NAMESPACES =
  `${NAMESPACES} xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"`;
const PATHS = [
  "/",
  "/examples",
  "/own-server",
  "/status",
  "/problems",
  ...FAILURE_CODES.map((code) => `/problems/${code}`),
];
/** Few enough to be read in one go: a sitemap may hold 50,000. */
const VIDEOS_IN_A_PART = 250;
/** As many as an index may name (https://www.sitemaps.org/protocol.html#index). */
const MAX_PARTS = 50_000;

/**
 * What `/sitemap.xml` answers: the pages and the shared videos, the latter with Google's video
 * extension. Where there are many videos it is an index, and `part` in the address asks for the pages,
 * at 0, or for the videos of one part; `undefined` for a part that there is not.
 */
export async function readSitemap(
  generations: Pick<Generations, "countPublic" | "listPublic">,
  { siteUrl, query }: { readonly siteUrl: string; readonly query: URLSearchParams },
): Promise<string | undefined> {
  const part = query.get("part");
  const parts = Math.ceil(await generations.countPublic() / VIDEOS_IN_A_PART);
  if (part === null) {
    return parts > 1
      ? indexOf(siteUrl, Math.min(parts, MAX_PARTS - 1))
      : urlset([...pageEntries(siteUrl), ...await videoEntries(generations, { siteUrl, part: 1 })]);
  }
  if (!/^\d{1,5}$/.test(part) || Number(part) > parts) return undefined;
  return urlset(
    Number(part) === 0
      ? pageEntries(siteUrl)
      : await videoEntries(generations, { siteUrl, part: Number(part) }),
  );
}

function indexOf(siteUrl: string, parts: number): string {
  const entries = Array.from(
    { length: parts + 1 },
    (_, part) =>
      element("sitemap", element("loc", escapeXml(`${siteUrl}/sitemap.xml?part=${part}`))),
  );
  return document("sitemapindex", NAMESPACES, entries);
}

function urlset(entries: readonly string[]): string {
  return document("urlset", VIDEO_NAMESPACES, entries);
}

function document(name: string, attributes: string, entries: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name} ${attributes}>\n${
    entries.join("\n")
  }\n</${name}>\n`;
}

function pageEntries(siteUrl: string): string[] {
  return PATHS.map((path) => element("url", element("loc", escapeXml(siteUrl + path))));
}

async function videoEntries(
  generations: Pick<Generations, "listPublic">,
  { siteUrl, part }: { readonly siteUrl: string; readonly part: number },
): Promise<string[]> {
  const page = { limit: VIDEOS_IN_A_PART, offset: (part - 1) * VIDEOS_IN_A_PART };
  const views = await generations.listPublic(page);
  return views.filter(isVideo).map((view) => videoEntry(siteUrl, view));
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
