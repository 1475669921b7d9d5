import { formatDay } from "../contract/dates.ts";
import { downloadName } from "../contract/download_name.ts";
import type { GenerationView } from "../contract/generation.ts";
import type { SiteFacts } from "../contract/site_facts.ts";
import FilmStage from "../islands/FilmStage.tsx";
import { compareLink } from "./compare/compare_link.ts";
import { CurlPanel } from "./films/CurlPanel.tsx";
import { EraseForm } from "./films/EraseForm.tsx";
import { filmTitle, posterImage } from "./films/film_words.ts";
import { Receipt } from "./films/Receipt.tsx";
import { ShareSwitch } from "./films/ShareSwitch.tsx";
import { SharedFilmHead } from "./films/SharedFilmHead.tsx";
import { settingsLink } from "./films/settings_link.ts";
import { PageFrame } from "./PageFrame.tsx";

interface WatchPageProps {
  readonly facts: SiteFacts;
  /** A generation that succeeded. */
  readonly view: GenerationView;
  /** The visitor's other films of the same picture. */
  readonly others?: readonly GenerationView[] | undefined;
  readonly account?: { readonly name: string } | undefined;
}

/** The page of a finished film: for its owner alone, or for everyone once it is shared. */
export function WatchPage({ facts, view, others = [], account }: WatchPageProps) {
  const title = filmTitle(view);
  return (
    <PageFrame
      facts={facts}
      title={`${title} | AI Lounge After Dark`}
      description={`A short video made from one photo. ${view.label}.`}
      path={view.page}
      indexed={view.isPublic}
      isFilm={view.isPublic}
      image={view.isPublic ? posterImage(view) : undefined}
      account={account}
    >
      {view.isPublic && <SharedFilmHead facts={facts} view={view} />}
      <section class="room" aria-labelledby="watch-title">
        <div class="mx-auto max-w-page px-4 pb-40 pt-6 md:px-8">
          <h1 id="watch-title" class="text-title font-bold md:text-display">Now showing</h1>
          <div class="mt-6 grid items-start gap-6 lg:grid-cols-[8fr_4fr]">
            <div class="min-w-0">
              <div class="panel panel-lit glow-green p-3 md:p-5">
                <FilmStage view={view} />
                <Actions view={view} others={others} />
              </div>
              {view.isOwner && (
                <div class="mt-6">
                  <ShareSwitch view={view} siteUrl={facts.siteUrl} />
                </div>
              )}
              <div class="mt-6">
                <CurlPanel siteUrl={facts.siteUrl} view={view} />
              </div>
            </div>
            <aside class="min-w-0 space-y-6" aria-label="Recipe and receipt">
              <Receipt view={view} />
              {view.isOwner && (
                <EraseForm
                  action={`${view.page}/delete`}
                  label="Delete this film"
                  warning="The film and everything stored about it go for good. Its link stops working."
                />
              )}
            </aside>
          </div>
        </div>
        <div class="horizon" />
        <div class="floor" />
      </section>
    </PageFrame>
  );
}

type ActionsProps = Required<Pick<WatchPageProps, "view" | "others">>;

function Actions({ view, others = [] }: ActionsProps) {
  const { id, url, label, createdAt, isOwner } = view;
  const [other, ...more] = others;
  return (
    <div class="mt-4 flex flex-wrap items-center gap-3">
      <p class="w-full text-note text-muted">
        <strong class="block text-text">{label}</strong>
        Made on <time dateTime={createdAt}>{formatDay(createdAt)}</time>
        {view.isCached && ", from a picture and settings that had made it before"}
      </p>
      <a class="button flex-1 sm:flex-none" href={isOwner ? settingsLink(view) : "/#studio"}>
        {isOwner ? "Use these settings" : "Make your own"}
      </a>
      {other && (
        <a
          class="button flex-1 sm:flex-none"
          href={compareLink(id, more.length === 0 ? other.id : undefined)}
        >
          Compare with…
        </a>
      )}
      <a class="button button-strong w-full sm:w-auto" href={url} download={downloadName(id)}>
        Download MP4
      </a>
    </div>
  );
}
