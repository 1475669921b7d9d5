import type { ExampleVideo } from "../../contract/example.ts";
import { recipeFields } from "../../contract/recipe_fields.ts";
import { formatSeconds } from "../../contract/units.ts";
import { Leader } from "../drawings/Leader.tsx";
import { SiteLink } from "../SiteLink.tsx";

/** One example video, or the leader while it is being made. */
export function ExampleCard({ example }: { readonly example: ExampleVideo }) {
  const { title, label, url, width, height } = example;
  return (
    <article class="panel flex h-full flex-col p-3">
      <div class="tube-screen aspect-video rounded-control">
        {url === undefined ? <Leader /> : (
          <video
            class="h-full w-full animate-arrive"
            // The first frame stands for a video that is not played.
            src={`${url}#t=0.01`}
            width={width}
            height={height}
            aria-label={title}
            preload="metadata"
            controls
            muted
            loop
            playsInline
          />
        )}
      </div>
      <div class="flex flex-1 flex-col p-2">
        <h2 class="mt-2 text-body font-semibold">{moveWord(example)}</h2>
        <p class="mt-1 text-note">{title}.</p>
        <p class="mt-2 text-fine text-muted">
          {url === undefined ? "In the making…" : label}
        </p>
        <p class="mb-4 mt-1 text-fine text-muted">Settings: {settingsWords(example)}.</p>
        <SiteLink class="button mt-auto" href={tryLink(example)}>Try it on your picture</SiteLink>
      </div>
    </article>
  );
}

/** The camera's move by its name: "Push in". */
function moveWord({ settings: { move } }: ExampleVideo): string {
  const words = String(move).replaceAll("-", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** The other settings: "strength 0.6, 4 s at 15 frames a second, loops". */
function settingsWords({ settings }: ExampleVideo): string {
  const { strength, seconds, fps, loop } = settings;
  const pace = `${formatSeconds(Number(seconds))} at ${fps} frames a second`;
  return `strength ${strength}, ${pace}${loop ? ", loops without a seam" : ""}`;
}

/** Address of the studio with the example's settings. */
function tryLink({ model, settings }: ExampleVideo): string {
  const fields = recipeFields({ model, settings }).map(([name, value]) => [name, value]);
  return `/?${new URLSearchParams(fields)}#studio`;
}
