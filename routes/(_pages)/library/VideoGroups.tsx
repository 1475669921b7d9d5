import { VideoTile } from "../../../components/videos/VideoTile.tsx";
import TileLink from "../../../islands/TileLink.tsx";
import { TileActions } from "./TileActions.tsx";
import type { LibraryGroup } from "./library_groups.ts";

/** Ended generations, those of one upload together with one archive of their videos. */
export function VideoGroups({ groups }: { readonly groups: readonly LibraryGroup[] }) {
  return (
    <ul class={GRID}>
      {groups.map((group) => (
        <li key={group.key} class={group.batch === undefined ? "min-w-0" : "min-w-0 col-span-full"}>
          {group.batch === undefined
            ? <Tiles group={group} />
            : <Batch group={group} batch={group.batch} />}
        </li>
      ))}
    </ul>
  );
}

const GRID = "mt-8 grid gap-6 sm:grid-cols-2 lg:grid-cols-3";

interface TilesProps {
  readonly group: LibraryGroup;
}

function Tiles({ group }: TilesProps) {
  return (
    <>
      {group.views.map((view) => (
        <div key={view.id} class="min-w-0">
          <VideoTile view={view} Link={TileLink} />
          <TileActions view={view} />
        </div>
      ))}
    </>
  );
}

function Batch({ group, batch }: TilesProps & { readonly batch: string }) {
  const videos = group.views.filter(({ state }) => state === "succeeded").length;
  return (
    <section id={`batch-${batch}`} class="panel p-4 md:p-5" aria-label="Made together">
      <div class="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p class="text-note text-muted">
          Made together: {videos === 1 ? "1 video" : `${videos} videos`}
        </p>
        {videos > 0 && (
          <a class="button" href={`/library/videos.zip?batch=${batch}`} download>Download as ZIP</a>
        )}
      </div>
      <div class="grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
        <Tiles group={group} />
      </div>
    </section>
  );
}
