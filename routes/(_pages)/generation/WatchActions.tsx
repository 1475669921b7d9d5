import { formatDay } from "../../../contract/dates.ts";
import { SiteLink } from "../../../components/SiteLink.tsx";
import { downloadName } from "../../../contract/download_name.ts";
import { compareLink } from "../../../components/videos/video_links.ts";
import { settingsLink } from "../../../contract/settings_link.ts";
import type { GenerationView } from "../../../contract/generation.ts";

/** A finished video and what there is beside it. */
export interface WatchProps {
  /** A generation that succeeded. */
  readonly view: GenerationView;
  /** The visitor's other videos of the same picture. */
  readonly others: readonly GenerationView[];
}

/** What can be done with the video, and since when it is there. */
export function WatchActions({ view, others }: WatchProps) {
  const { id, url, label, createdAt, isOwner } = view;
  const [other, ...more] = others;
  return (
    <div class="mt-4 flex flex-wrap items-center gap-3">
      <p class="w-full text-note text-muted">
        <strong class="block text-text">{label}</strong>
        Made on <time dateTime={createdAt}>{formatDay(createdAt)}</time>
        {view.isCached && ", from a picture and settings that had made it before"}
      </p>
      <SiteLink class="button flex-1 sm:flex-none" href={isOwner ? settingsLink(view) : "/#studio"}>
        {isOwner ? "Use these settings" : "Make your own"}
      </SiteLink>
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
