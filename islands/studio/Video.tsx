import type { GenerationView } from "../../contract/generation.ts";

/** The finished video; it starts by itself where the visitor likes motion. */
export function Video({ view }: { readonly view: GenerationView }) {
  return (
    <video
      key={view.id}
      class="video animate-arrive"
      src={view.url}
      poster={view.poster}
      width={view.video?.width}
      height={view.video?.height}
      aria-label="Your video"
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
