import type { GenerationView } from "../../contract/generation.ts";

/** A finished video with the browser's own controls. */
export function Player({ view }: { readonly view: GenerationView }) {
  return (
    <video
      class="video animate-arrive"
      src={view.url}
      poster={view.poster}
      width={view.video?.width}
      height={view.video?.height}
      aria-label={view.label}
      preload="metadata"
      controls
      loop
      playsInline
    />
  );
}
