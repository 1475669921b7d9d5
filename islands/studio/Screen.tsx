import type { ComponentChildren, RefObject } from "preact";
import type { GenerationResult } from "../../contract/generation.ts";
import { SampleScene } from "../../components/drawings/SampleScene.tsx";
import { formatBytes } from "./picture_check.ts";
import type { StudioState } from "./studio_state.ts";

interface ScreenProps {
  readonly state: StudioState;
  readonly frame: RefObject<HTMLElement>;
}

/** Where the film comes out. What is on it always has its name underneath. */
export function Screen({ state, frame }: ScreenProps) {
  return (
    <figure ref={frame} tabIndex={-1} class="min-w-0">
      <div class={SCREEN_CLASS[state.kind]}>
        <Showing state={state} />
      </div>
      <figcaption class="mt-2 text-fine text-muted lg:min-h-touch">
        <Caption state={state} />
      </figcaption>
    </figure>
  );
}

const RASTERED = "tube-screen aspect-video rounded-control raster";
const CLEAR = "tube-screen aspect-video rounded-control";

const SCREEN_CLASS: Readonly<Record<StudioState["kind"], string>> = {
  empty: RASTERED,
  ready: RASTERED,
  uploading: CLEAR,
  generating: CLEAR,
  failed: RASTERED,
  done: CLEAR,
};

function Showing({ state }: { readonly state: StudioState }) {
  switch (state.kind) {
    case "empty":
    case "ready":
      return <SampleScene />;
    case "uploading":
    case "generating":
      return <Still url={state.picture.previewUrl} className="animate-drift" />;
    case "failed":
      return <Still url={state.picture.previewUrl} className="opacity-30 grayscale" />;
    case "done":
      return <Film result={state.result} />;
  }
}

function Still({ url, className }: { readonly url: string; readonly className: string }) {
  return <img src={url} alt="" class={`h-full w-full object-cover ${className}`} />;
}

function Film({ result }: { readonly result: GenerationResult }) {
  return (
    <video
      key={result.id}
      class="h-full w-full animate-arrive"
      src={result.url}
      width={result.width}
      height={result.height}
      aria-label="Your film"
      controls
      autoplay={!matchMedia("(prefers-reduced-motion: reduce)").matches}
      muted
      loop
      playsInline
    />
  );
}

function Caption({ state }: { readonly state: StudioState }): ComponentChildren {
  switch (state.kind) {
    case "empty":
    case "ready":
      return "House sample. Your film plays here.";
    case "uploading":
    case "generating":
      return "Preview motion of your own picture, not the film.";
    case "failed":
      return "No film this time. Your picture is still on stage.";
    case "done":
      return <FilmCaption result={state.result} />;
  }
}

function FilmCaption({ result }: { readonly result: GenerationResult }) {
  const seconds = (result.elapsedMs / 1000).toFixed(1);
  return (
    <>
      <strong class="text-green">{result.label}</strong>{" "}
      <span class="whitespace-nowrap">{result.width}×{result.height},</span>{" "}
      <span class="whitespace-nowrap">{formatBytes(result.bytes)}, made in {seconds} s</span>
    </>
  );
}
