import { Head } from "fresh/runtime";
import { useSite } from "./site.ts";

/** The picture that stands for a page elsewhere. */
export interface PageImage {
  /** Path from the root. */
  readonly path: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly alt: string;
}

interface PageHeadProps {
  readonly title: string;
  readonly description: string;
  readonly keywords?: string;
  /** Path of the page, from the root. */
  readonly path: string;
  /** The site's own when absent. */
  readonly image?: PageImage | undefined;
  /** False for pages that search engines should leave alone. */
  readonly indexed?: boolean;
  /** True where the page is about one video that everyone may see. */
  readonly isVideo?: boolean;
}

const SITE_IMAGE: PageImage = {
  path: "/og.png",
  width: 1200,
  height: 630,
  alt: "The neon sign of AI Lounge After Dark over a glowing grid",
};

/** What search engines and link previews read. */
export function PageHead(props: PageHeadProps) {
  const { title, description, keywords, image = SITE_IMAGE } = props;
  const { indexed = true, isVideo = false } = props;
  const { siteUrl } = useSite();
  const [url, imageUrl] = [siteUrl + props.path, siteUrl + image.path];
  return (
    <Head>
      <title>{title}</title>
      <meta name="description" content={description} />
      {keywords && <meta name="keywords" content={keywords} />}
      <meta key="robots" name="robots" content={indexed ? "index, follow" : "noindex"} />
      <link key="canonical" rel="canonical" href={url} />
      <meta property="og:type" content={isVideo ? "video.other" : "website"} />
      <meta property="og:site_name" content="AI Lounge After Dark" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={url} />
      <meta property="og:image" content={imageUrl} />
      <meta property="og:image:width" content={String(image.width)} />
      <meta property="og:image:height" content={String(image.height)} />
      <meta property="og:image:alt" content={image.alt} />
      <meta name="twitter:card" content={isVideo ? "player" : "summary_large_image"} />
      <meta name="twitter:title" content={title} />
      <meta name="twitter:description" content={description} />
      <meta name="twitter:image" content={imageUrl} />
    </Head>
  );
}
