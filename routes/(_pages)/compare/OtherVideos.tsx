import { SiteLink } from "../../../components/SiteLink.tsx";
import type { GenerationView } from "../../../contract/generation.ts";
import { VideoTile } from "../../../components/videos/VideoTile.tsx";
import { compareLink } from "../../../components/videos/video_links.ts";
import { settingsLink } from "../../../contract/settings_link.ts";
import TileLink from "../../../islands/TileLink.tsx";
import { CurlPanel } from "../CurlPanel.tsx";
import { type ComparedLine, comparedLines, type ControlsByModel } from "./compared_lines.ts";

interface OtherVideosProps {
  readonly video: GenerationView;
  /** The visitor's other videos of the same picture. */
  readonly others: readonly GenerationView[];
  readonly controls: ControlsByModel;
}

/** The choice of the video that another is to be compared with. */
export function OtherVideos({ video, others, controls }: OtherVideosProps) {
  if (others.length === 0) {
    return (
      <div class="panel max-w-prose p-6">
        <h2 class="text-lead font-semibold">Nothing to compare it with yet</h2>
        <p class="mt-3 text-note text-muted">
          You have no other video of this picture. Make another one of it, with a different model or
          different settings, and come back.
        </p>
        <SiteLink class="button button-strong mt-6" href={settingsLink(video)}>
          Make another take
        </SiteLink>
      </div>
    );
  }
  return (
    <>
      <p class="max-w-prose text-note text-muted">
        Your other videos of the same picture. Choose the one to play beside{" "}
        <a class="link" href={video.page}>this one</a>.
      </p>
      <ul class="mt-6 grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
        {others.map((other) => (
          <li key={other.id} class="flex min-w-0 flex-col">
            <VideoTile view={other} Link={TileLink} />
            <p class="mb-2 mt-1 text-fine text-muted">
              {differenceWords(comparedLines([video, other], controls))}
            </p>
            <SiteLink class="button mt-auto w-full" href={compareLink(video.id, other.id)}>
              Compare with this one
            </SiteLink>
          </li>
        ))}
      </ul>
      <div class="mt-8">
        <CurlPanel view={video} />
      </div>
    </>
  );
}

/** What sets them apart among what was asked for: "Seed 8, Frames a second 24". */
function differenceWords(lines: readonly ComparedLine[]): string {
  const words = lines
    .filter(({ isDifferent, isOutcome }) => isDifferent && !isOutcome)
    .map(({ name, values: [, value = "none"] }) => `${name} ${value}`);
  return words.length === 0 ? "The same settings." : `${words.join(", ")}.`;
}
