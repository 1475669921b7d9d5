import type { GenerationView } from "../../contract/generation.ts";

/** A finished film with the browser's own controls. */
export function Player({ view }: { readonly view: GenerationView }) {
  return (
    <video
      class="film animate-arrive"
      src={view.url}
      poster={view.poster}
      width={view.film?.width}
      height={view.film?.height}
      aria-label={view.label}
      preload="metadata"
      controls
      loop
      playsInline
    />
  );
}
