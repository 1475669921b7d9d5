import { hasEnded } from "../../../contract/generation_state.ts";
import type { GenerationView } from "../../../contract/generation.ts";
import { PageHead } from "../../../components/PageHead.tsx";
import { RefreshWithoutScript } from "../../../components/RefreshWithoutScript.tsx";
import { useSite } from "../../../components/site.ts";
import Studio from "../../../islands/Studio.tsx";
import { GenerationActions } from "./GenerationActions.tsx";
import { WatchPage } from "./WatchPage.tsx";

interface GenerationPageProps {
  readonly view: GenerationView;
  /** The visitor's other videos of the same picture. */
  readonly others: readonly GenerationView[];
}

/** The permanent page of one generation: the studio that follows it, and the video in the end. */
export function GenerationPage({ view, others }: GenerationPageProps) {
  const { maxImageBytes } = useSite();
  if (view.state === "succeeded") {
    return <WatchPage view={view} others={others} />;
  }
  return (
    <>
      <PageHead
        title="On stage | AI Lounge After Dark"
        description={INTRO}
        path={view.page}
        indexed={false}
      />
      {!hasEnded(view) && <RefreshWithoutScript />}
      <section id="studio" aria-labelledby="studio-title" class="room">
        <div class="mx-auto max-w-page px-4 pb-40 pt-4 md:px-8">
          <div class="items-end justify-between gap-8 lg:flex">
            <h1 id="studio-title" class="text-title font-bold md:text-display">{TITLE}</h1>
            <p class="mt-2 max-w-prose text-note text-muted lg:mb-2 lg:max-w-xs">{INTRO}</p>
          </div>
          <div class="mt-4">
            <Studio facts={{ maxImageBytes }} view={view} />
          </div>
          {view.isOwner && <GenerationActions view={view} />}
        </div>
        <div class="horizon" />
        <div class="floor" />
      </section>
    </>
  );
}

// Said of every state, because the studio below moves on while these words stay.
const TITLE = "On stage";
const INTRO =
  "This page is its permanent address. Reload it, close it, come back: nothing is lost.";
