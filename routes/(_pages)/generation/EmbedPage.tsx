import type { GenerationView } from "../../../contract/generation.ts";
import { PageHead } from "../../../components/PageHead.tsx";
import { Player } from "../../../components/videos/Player.tsx";
import { posterImage, videoTitle } from "../../../components/videos/video_words.ts";
import { useSite } from "../../../components/site.ts";

/** The player of a shared video alone, for frames on other sites. */
export function EmbedPage({ view }: { readonly view: GenerationView }) {
  const { siteUrl } = useSite();
  return (
    <>
      <PageHead
        title={videoTitle(view)}
        description={`A short video made from one photo. ${view.label}.`}
        path={view.page}
        image={posterImage(view)}
        indexed={false}
      />
      <main class="embed">
        <Player view={view} />
        <a
          class="plate embed-mark flex min-h-touch items-center px-3 text-fine"
          href={siteUrl + view.page}
          target="_top"
        >
          AI Lounge After Dark
        </a>
      </main>
    </>
  );
}
