import { hasEnded } from "../contract/generation_state.ts";
import { formatMoment } from "../contract/dates.ts";
import { SiteLink } from "../components/SiteLink.tsx";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { GenerationView } from "../contract/generation.ts";
import { pollViews } from "./following/poll_views.ts";
import { BatchList } from "./studio/BatchList.tsx";

interface OnTheWayProps {
  /** Generations that had not ended when the page was made. */
  readonly views: readonly GenerationView[];
}

/** The unfinished part of the library, kept up to date. */
export default function OnTheWay({ views }: OnTheWayProps) {
  const current = useSignal(views);
  useEffect(() => {
    const leaving = new AbortController();
    pollViews(views.map(({ page }) => page), {
      signal: leaving.signal,
      onView(view) {
        current.value = current.value.map((known) => known.id === view.id ? view : known);
      },
      onGone(page) {
        current.value = current.value.filter((known) => known.page !== page);
      },
    });
    return () => leaving.abort();
  }, []);

  const ended = current.value.filter(hasEnded).length;
  return (
    <div class={ended === current.value.length ? "panel glow-green" : "panel glow-amber"}>
      <BatchList entries={current.value.map(entryOf)} />
      <p class="quiet" role="status">{ended > 0 ? `${ended} of ${views.length} ended` : ""}</p>
      {ended > 0 && (
        <p class="border-t p-4">
          <SiteLink class="button" href="/library">Show them in the library</SiteLink>
        </p>
      )}
    </div>
  );
}

function entryOf(view: GenerationView) {
  const { page } = view;
  const name = `${view.modelName}, ${formatMoment(view.createdAt)}`;
  return { name, page, address: page, view };
}
