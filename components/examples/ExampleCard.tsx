import type { ExampleVideo } from "../../contract/example.ts";
import { Leader } from "../drawings/Leader.tsx";
import { SiteLink } from "../SiteLink.tsx";
import { moveWord, settingsWords, tryLink } from "./example_words.ts";

/** One example video, or the leader while it is in the making. */
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
