import { Head } from "fresh/runtime";

interface PageHeadProps {
  readonly title: string;
  readonly description: string;
  /** Absolute address of the page. */
  readonly url: string;
  /** Absolute address of the picture that stands for the page elsewhere. */
  readonly image: string;
  /** False for pages that search engines should leave alone. */
  readonly indexed?: boolean;
  /** True where the page is about one film that everyone may see. */
  readonly isFilm?: boolean;
}

/** What search engines and link previews read. */
export function PageHead(props: PageHeadProps) {
  const { title, description, url, image, indexed = true, isFilm = false } = props;
  return (
    <Head>
      <title>{title}</title>
      <meta name="description" content={description} />
      <meta key="robots" name="robots" content={indexed ? "index, follow" : "noindex"} />
      <link key="canonical" rel="canonical" href={url} />
      <meta property="og:type" content={isFilm ? "video.other" : "website"} />
      <meta property="og:site_name" content="AI Lounge After Dark" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={url} />
      <meta property="og:image" content={image} />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta
        property="og:image:alt"
        content="The neon sign of AI Lounge After Dark over a glowing grid"
      />
      <meta name="twitter:card" content={isFilm ? "player" : "summary_large_image"} />
      <meta name="twitter:title" content={title} />
      <meta name="twitter:description" content={description} />
      <meta name="twitter:image" content={image} />
    </Head>
  );
}
