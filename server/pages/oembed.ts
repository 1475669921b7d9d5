import type { SiteFacts } from "../../contract/site_facts.ts";
import { InputError } from "../errors.ts";
import type { PublicView } from "./public_view.ts";

const VIDEO_PATH = /^\/v\/([^/]+)\/?$/;

/**
 * The id of the generation whose page the parameter `url` names.
 *
 * @throws {InputError} `not-found` when it is no page of ours
 */
export function readEmbeddedId(query: URLSearchParams, origins: readonly string[]): string {
  const given = query.get("url") ?? "";
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const id = url && origins.includes(url.origin) ? VIDEO_PATH.exec(url.pathname)?.[1] : undefined;
  if (id) return id;
  throw new InputError("not-found", { kind: "embedded" });
}

/** The oEmbed 1.0 answer of type `video` for a shared video, no larger than the consumer allows. */
export function describeEmbed(
  view: PublicView,
  options: { readonly facts: SiteFacts; readonly query: URLSearchParams },
) {
  const { facts: { siteUrl, instanceName }, query } = options;
  const scale = Math.min(
    1,
    limitOf(query, "maxwidth") / view.video.width,
    limitOf(query, "maxheight") / view.video.height,
  );
  const width = Math.max(1, Math.floor(view.video.width * scale));
  const height = Math.max(1, Math.floor(view.video.height * scale));
  const player = `${siteUrl}/v/${view.id}/embed`;
  // A thumbnail, too, must keep to the limits.
  const thumbnail = view.poster !== undefined && scale === 1
    ? { thumbnail_url: siteUrl + view.poster, thumbnail_width: width, thumbnail_height: height }
    : {};
  return {
    version: "1.0",
    type: "video",
    title: view.label,
    provider_name: instanceName,
    provider_url: siteUrl,
    width,
    height,
    html: `<iframe src="${player}" width="${width}" height="${height}" title="${instanceName}" ` +
      `allowfullscreen></iframe>`,
    ...thumbnail,
  };
}

function limitOf(query: URLSearchParams, name: string): number {
  const given = query.get(name) ?? "";
  return /^[1-9]\d{0,5}$/.test(given) ? Number(given) : Infinity;
}
