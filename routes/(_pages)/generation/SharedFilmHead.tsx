import { Head } from "fresh/runtime";
import type { GenerationView } from "../../../contract/generation.ts";
import type { SiteFacts } from "../../../contract/site_facts.ts";
import { JsonLd } from "../../../components/JsonLd.tsx";
import { filmTitle } from "../../../components/films/film_words.ts";

interface SharedFilmHeadProps {
  readonly facts: SiteFacts;
  /** A film that its owner has shared. */
  readonly view: GenerationView;
}

/** What link previews, players and search engines read of a shared film. */
export function SharedFilmHead({ facts, view }: SharedFilmHeadProps) {
  const page = facts.siteUrl + view.page;
  const oembed = new URLSearchParams({ url: page, format: "json" });
  const width = String(view.film?.width);
  const height = String(view.film?.height);
  return (
    <>
      <Head>
        <meta property="og:video" content={facts.siteUrl + view.url} />
        <meta property="og:video:type" content="video/mp4" />
        <meta property="og:video:width" content={width} />
        <meta property="og:video:height" content={height} />
        <meta name="twitter:player" content={`${page}/embed`} />
        <meta name="twitter:player:width" content={width} />
        <meta name="twitter:player:height" content={height} />
        <meta name="twitter:player:stream" content={facts.siteUrl + view.url} />
        <meta name="twitter:player:stream:content_type" content="video/mp4" />
        <link
          rel="alternate"
          type="application/json+oembed"
          href={`${facts.siteUrl}/oembed?${oembed}`}
          title={filmTitle(view)}
        />
      </Head>
      <JsonLd data={videoObject(facts, view)} />
    </>
  );
}

/** schema.org's VideoObject with the properties that search engines require. */
function videoObject({ siteUrl }: SiteFacts, view: GenerationView) {
  return {
    "@context": "https://schema.org",
    "@type": "VideoObject",
    name: filmTitle(view),
    description: `${view.label}. A short video made from one photo.`,
    thumbnailUrl: siteUrl + (view.poster ?? "/og.png"),
    uploadDate: view.endedAt ?? view.createdAt,
    duration: `PT${(view.film?.durationSeconds ?? 0).toFixed(2)}S`,
    contentUrl: siteUrl + view.url,
    embedUrl: `${siteUrl}${view.page}/embed`,
    width: view.film?.width,
    height: view.film?.height,
  };
}
