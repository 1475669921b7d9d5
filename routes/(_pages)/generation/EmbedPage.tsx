import type { GenerationView } from "../../../contract/generation.ts";
import type { SiteFacts } from "../../../contract/site_facts.ts";
import { filmTitle, posterImage } from "../../../components/films/film_words.ts";
import { Player } from "../../../components/films/Player.tsx";
import { PageHead } from "../../../components/PageHead.tsx";

interface EmbedPageProps {
  readonly facts: SiteFacts;
  /** A film that its owner has shared. */
  readonly view: GenerationView;
}

/** The player alone, for frames on other sites. */
export function EmbedPage({ facts, view }: EmbedPageProps) {
  return (
    <>
      <PageHead
        siteUrl={facts.siteUrl}
        title={filmTitle(view)}
        description={`A short video made from one photo. ${view.label}.`}
        path={view.page}
        image={posterImage(view)}
        indexed={false}
      />
      <main class="embed">
        <Player view={view} />
        <a
          class="plate embed-mark flex min-h-touch items-center px-3 text-fine"
          href={facts.siteUrl + view.page}
          target="_top"
        >
          AI Lounge After Dark
        </a>
      </main>
    </>
  );
}
