import type { GenerationView } from "../../contract/generation.ts";

/** The finished film; it starts by itself where the visitor likes motion. */
export function Film({ view }: { readonly view: GenerationView }) {
  return (
    <video
      key={view.id}
      class="film animate-arrive"
      src={view.url}
      poster={view.poster}
      width={view.film?.width}
      height={view.film?.height}
      aria-label="Your film"
      controls
      autoplay={isMotionWelcome()}
      muted
      loop
      playsInline
    />
  );
}

function isMotionWelcome(): boolean {
  return typeof matchMedia === "function" &&
    !matchMedia("(prefers-reduced-motion: reduce)").matches;
}
