import type { GenerationView } from "../../../contract/generation.ts";
import { VideoTile } from "../../../components/videos/VideoTile.tsx";

/** This visitor's last videos, under the studio. */
export function VideoStrip({ views }: { readonly views: readonly GenerationView[] }) {
  return (
    <section aria-labelledby="strip-title" class="mx-auto max-w-page px-4 pt-12 md:px-8 md:pt-16">
      <div class="flex flex-wrap items-center justify-between gap-4">
        <h2 id="strip-title" class="text-lead font-bold md:text-title">Your last videos</h2>
        <a class="button" href="/library">Your library</a>
      </div>
      <ul class="strip mt-6">
        {views.map((view) => (
          <li key={view.id}>
            <VideoTile view={view} />
          </li>
        ))}
      </ul>
    </section>
  );
}
