import { Head } from "fresh/runtime";
import type { GenerationView } from "../../../contract/generation.ts";
import { JsonLd } from "../../../components/JsonLd.tsx";
import { videoTitle } from "../../../components/videos/video_words.ts";
import { useSite } from "../../../components/site.ts";

/** What link previews, players and search engines read of a shared video. */
export function SharedVideoHead({ view }: { readonly view: GenerationView }) {
  const { siteUrl } = useSite();
  const page = siteUrl + view.page;
  const oembed = new URLSearchParams({ url: page, format: "json" });
  const width = String(view.video?.width);
  const height = String(view.video?.height);
  return (
    <>
      <Head>
        <meta property="og:video" content={siteUrl + view.url} />
        <meta property="og:video:type" content="video/mp4" />
        <meta property="og:video:width" content={width} />
        <meta property="og:video:height" content={height} />
        <meta name="twitter:player" content={`${page}/embed`} />
        <meta name="twitter:player:width" content={width} />
        <meta name="twitter:player:height" content={height} />
        <meta name="twitter:player:stream" content={siteUrl + view.url} />
        <meta name="twitter:player:stream:content_type" content="video/mp4" />
        <link
          rel="alternate"
          type="application/json+oembed"
          href={`${siteUrl}/oembed?${oembed}`}
          title={videoTitle(view)}
        />
      </Head>
      <JsonLd data={videoObject(siteUrl, view)} />
    </>
  );
}

/** schema.org's VideoObject with the properties that search engines require. */
function videoObject(siteUrl: string, view: GenerationView) {
  return {
    "@context": "https://schema.org",
    "@type": "VideoObject",
    name: videoTitle(view),
    description: `${view.label}. A short video made from one photo.`,
    thumbnailUrl: siteUrl + (view.poster ?? "/og.png"),
    uploadDate: view.endedAt ?? view.createdAt,
    duration: `PT${(view.video?.durationSeconds ?? 0).toFixed(2)}S`,
    contentUrl: siteUrl + view.url,
    embedUrl: `${siteUrl}${view.page}/embed`,
    width: view.video?.width,
    height: view.video?.height,
  };
}
