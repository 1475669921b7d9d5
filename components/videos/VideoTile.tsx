import type { ComponentChildren, ComponentType, RefObject } from "preact";
import { COST_SENTENCES } from "../../contract/cost_words.ts";
import { formatDay, formatMoment } from "../../contract/dates.ts";
import type { GenerationView } from "../../contract/generation.ts";
import type { GenerationState } from "../../contract/generation_state.ts";

interface TileLinkProps {
  readonly href: string;
  readonly url: string;
  readonly poster?: string | undefined;
  readonly children: ComponentChildren;
}

interface VideoTileProps {
  readonly view: GenerationView;
  /** What links to a generation with a video; one that stays still, unless another is given. */
  readonly Link?: ComponentType<TileLinkProps>;
}

/** One generation of the library: the video, or why there is none. */
export function VideoTile({ view, Link = StillLink }: VideoTileProps) {
  const { page, url, poster, modelName, isPublic } = view;
  const caption = (
    <span class="mt-2 flex justify-between gap-3 text-fine">
      <span class="truncate">{modelName}</span>
      {isPublic && <strong class="text-magenta">Shared</strong>}
    </span>
  );
  return (
    <article class="min-w-0">
      {url === undefined
        ? (
          <a class="tile block" href={page}>
            <div class="tube-screen aspect-video rounded-control">
              <Unlit view={view} />
            </div>
            {caption}
          </a>
        )
        : <Link href={page} url={url} poster={poster}>{caption}</Link>}
      <p class="mt-1 text-fine text-muted">
        {formatMoment(view.createdAt)}. {keptSentence(view)}
      </p>
    </article>
  );
}

function StillLink({ href, url, poster, children }: TileLinkProps) {
  return (
    <a class="tile block" href={href}>
      <TileVideo url={url} poster={poster} />
      {children}
    </a>
  );
}

interface TileVideoProps extends Pick<TileLinkProps, "url" | "poster"> {
  readonly video?: RefObject<HTMLVideoElement>;
}

/** The poster, or the video's own first moment, until somebody plays it. */
export function TileVideo({ url, poster, video }: TileVideoProps) {
  return (
    <div class="tube-screen aspect-video rounded-control">
      <video
        {...(video === undefined ? {} : { ref: video })}
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
    </div>
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
