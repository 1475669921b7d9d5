import { hasEnded } from "../../../contract/generation_state.ts";
import { SiteLink } from "../../../components/SiteLink.tsx";
import type { GenerationView } from "../../../contract/generation.ts";
import { PageHead } from "../../../components/PageHead.tsx";
import { RefreshWithoutScript } from "../../../components/RefreshWithoutScript.tsx";
import { EraseForm } from "../../../components/videos/EraseForm.tsx";
import OnTheWay from "../../../islands/OnTheWay.tsx";
import { VideoGroups } from "./VideoGroups.tsx";
import { groupViews } from "./library_groups.ts";

interface LibraryPageProps {
  /** The visitor's own generations, the newest first. */
  readonly views: readonly GenerationView[];
  /** Address of the next page. */
  readonly next?: string | undefined;
  /** How many could not be deleted when the visitor asked for it. */
  readonly kept?: number | undefined;
  /** Whether it is an account's, or this browser's alone. */
  readonly role: "guest" | "member";
}

/** Everything that this visitor has made. */
export function LibraryPage({ views, next, kept = 0, role }: LibraryPageProps) {
  const isSignedIn = role === "member";
  const unfinished = views.filter((view) => !hasEnded(view));
  const groups = groupViews(views.filter(hasEnded));
  return (
    <>
      <PageHead
        title="Your library | AI Lounge After Dark"
        description="The videos that you have made here."
        path="/library"
        indexed={false}
      />
      {unfinished.length > 0 && <RefreshWithoutScript />}
      <section
        class="mx-auto max-w-page px-4 pt-8 md:px-8 md:pt-12"
        aria-labelledby="library-title"
      >
        <div class="flex flex-wrap items-start justify-between gap-4">
          <div>
            <h1 id="library-title" class="text-title font-bold md:text-display">Your library</h1>
            <p class="mt-3 max-w-prose text-note text-muted">
              {isSignedIn
                ? "Kept for your account on every device, and open to nobody else unless you share it."
                : "Made with this browser, and open to nobody else unless you share it."}
            </p>
          </div>
          {views.length > 0 && (
            <EraseForm
              action="/library/delete-all"
              label="Delete everything"
              warning="This permanently deletes all your videos and their data, including those on later pages."
            />
          )}
        </div>
        {kept > 0 && (
          <p role="alert" class="panel glow-coral mt-6 p-4 text-note text-coral">
            {kept === 1 ? "One of them" : `${kept} of them`}{" "}
            could not be deleted now. Try it again in a minute.
          </p>
        )}
        {views.length === 0 && <EmptyLibrary isSignedIn={isSignedIn} />}
        {unfinished.length > 0 && (
          <div class="mt-8">
            <h2 class="mb-4 text-lead font-semibold">On the way</h2>
            <OnTheWay views={unfinished} />
          </div>
        )}
        <VideoGroups groups={groups} />
        {next !== undefined && (
          <p class="mt-10">
            <SiteLink class="button" href={next} rel="next">Older videos</SiteLink>
          </p>
        )}
      </section>
    </>
  );
}

function EmptyLibrary({ isSignedIn }: { readonly isSignedIn: boolean }) {
  return (
    <div class="panel mt-10 max-w-prose p-6">
      <h2 class="text-lead font-semibold">The shelf is empty</h2>
      <p class="mt-3 text-note text-muted">
        Your videos appear here as soon as you have made one. {isSignedIn
          ? "They belong to your account."
          : "They belong to this browser: if you clear its cookies, you lose access to them."}
      </p>
      <SiteLink class="button button-strong mt-6" href="/#studio">Make the first one</SiteLink>
    </div>
  );
}
