import { COST_SENTENCES } from "../../contract/cost_words.ts";
import { formatDay, formatMoment } from "../../contract/dates.ts";
import type { GenerationView } from "../../contract/generation.ts";
import type { GenerationState } from "../../contract/generation_state.ts";

/** One generation of the library: the video, or why there is none. */
export function VideoTile({ view }: { readonly view: GenerationView }) {
  return (
    <article class="min-w-0">
      <a
        class="tile block"
        href={view.page}
        data-hover-video={view.url === undefined ? undefined : ""}
      >
        <div class="tube-screen aspect-video rounded-control">
          {view.url === undefined ? <Unlit view={view} /> : <Still view={view} />}
        </div>
        <span class="mt-2 flex justify-between gap-3 text-fine">
          <span class="truncate">{view.modelName}</span>
          {view.isPublic && <strong class="text-magenta">Shared</strong>}
        </span>
      </a>
      <p class="mt-1 text-fine text-muted">
        {formatMoment(view.createdAt)}. {keptSentence(view)}
      </p>
    </article>
  );
}

/**
 * The poster, or the video's own first moment, until the pointer or the keyboard wakes the video.
 */
function Still({ view: { url, poster } }: { readonly view: GenerationView }) {
  return (
    <video
      class="h-full w-full object-cover"
      src={poster === undefined ? `${url}#t=0.1` : url}
      poster={poster}
      preload={poster === undefined ? "metadata" : "none"}
      muted
      loop
      playsInline
      tabIndex={-1}
      aria-hidden="true"
    />
  );
}

function Unlit({ view }: { readonly view: GenerationView }) {
  return (
    <span class="flex h-full flex-col items-center justify-center gap-1 p-4 text-center">
      <span class={SIGN_CLASS[view.state]}>{SIGN[view.state]}</span>
      <span class="text-fine text-muted">{reasonOf(view)}</span>
    </span>
  );
}

const SIGN: Readonly<Record<GenerationState, string>> = {
  queued: "Queued",
  running: "In the making",
  saving: "Nearly there",
  succeeded: "",
  failed: "No video",
  canceled: "Canceled",
};

const UNDER_WAY = "font-sign text-body text-amber";

const SIGN_CLASS: Readonly<Record<GenerationState, string>> = {
  queued: UNDER_WAY,
  running: UNDER_WAY,
  saving: UNDER_WAY,
  succeeded: "",
  failed: "font-sign text-body text-coral",
  canceled: "font-sign text-body text-muted",
};

function reasonOf({ state, problem, receipt }: GenerationView): string {
  if (state === "failed") return problem?.title ?? COST_SENTENCES[receipt.charged];
  return state === "canceled" ? COST_SENTENCES[receipt.charged] : "Open it to follow along";
}

function keptSentence({ receipt }: GenerationView): string {
  return receipt.keptUntil === undefined
    ? "Kept until you delete it."
    : `Kept until ${formatDay(receipt.keptUntil)}.`;
}
