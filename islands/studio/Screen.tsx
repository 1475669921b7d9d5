import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import type { GenerationView } from "../../contract/generation.ts";
import { formatBytes, formatSeconds } from "../../contract/units.ts";
import { Leader } from "../../components/drawings/Leader.tsx";
import { SampleScene } from "../../components/drawings/SampleScene.tsx";
import { Film } from "./Film.tsx";
import { BatchList } from "./BatchList.tsx";
import { HouseSample } from "./HouseSample.tsx";
import { LazyTools } from "./LazyTools.tsx";
import type { Framing } from "../picture/framing.ts";
import { pictureDesk } from "./open_picture_desk.ts";
import { type Mood, moodOf, picturesOf, type StudioState } from "./studio_state.ts";

interface ScreenProps {
  readonly state: StudioState;
  readonly framing: ReadonlySignal<Framing>;
  readonly form: RefObject<HTMLFormElement>;
  readonly frame: RefObject<HTMLElement>;
}

/** Where the film comes out. What is on it always has its name underneath. */
export function Screen({ state, framing, form, frame }: ScreenProps) {
  const mood = moodOf(state);
  return (
    <figure
      ref={frame}
      tabIndex={-1}
      class="order-1 lg:order-none min-w-0 lg:self-stretch lg:flex lg:flex-col"
    >
      <div class={SCREEN_CLASS[mood]}>
        {state.kind === "batch"
          ? (
            <div class="absolute inset-0 overflow-auto">
              <BatchList entries={state.entries} />
            </div>
          )
          : <Showing state={state} framing={framing} form={form} />}
      </div>
      <figcaption class="mt-2 text-fine text-muted lg:min-h-touch">
        <Caption state={state} />
      </figcaption>
      {state.kind === "following" && state.view.url !== undefined && (
        <LazyTools key={state.view.id} view={state.view} frame={frame} />
      )}
    </figure>
  );
}

/** It is as high as the booth beside it, where that is higher. */
const RASTERED = "tube-screen aspect-video rounded-control raster lg:flex-auto";
const CLEAR = "tube-screen aspect-video rounded-control lg:flex-auto";

const SCREEN_CLASS: Readonly<Record<Mood, string>> = {
  idle: RASTERED,
  armed: RASTERED,
  working: CLEAR,
  stopped: RASTERED,
  failed: RASTERED,
  done: CLEAR,
};

function Showing({ state, framing, form }: Omit<ScreenProps, "frame">) {
  const mood = moodOf(state);
  const url = picturesOf(state)[0]?.previewUrl;
  if (mood === "idle" || mood === "armed") return <HouseSample />;
  const isDone = mood === "done";
  if (isDone || mood === "working") {
    const Sent = pictureDesk.value?.SentPicture;
    const view = state.kind === "following" ? state.view : undefined;
    return (
      <>
        {url && Sent
          ? <Sent url={url} framing={framing} form={form} view={view} />
          : !isDone && <Leader />}
        {isDone && view && <Film view={view} />}
      </>
    );
  }
  return url === undefined
    ? (
      <div class="h-full opacity-30 grayscale">
        <SampleScene />
      </div>
    )
    : <img src={url} alt="" class="h-full w-full object-cover opacity-30 grayscale" />;
}

function Caption({ state }: { readonly state: StudioState }): ComponentChildren {
  if (state.kind === "batch") {
    return moodOf(state) === "working"
      ? "One line a picture. You may close the page; all go on."
      : "One line a picture. All have ended.";
  }
  switch (moodOf(state)) {
    case "idle":
    case "armed":
      return "House sample. Your film plays here.";
    case "working":
      return picturesOf(state).length > 0
        ? "Preview motion of your own picture, not the film. You may close the page and come back."
        : "In the making. You may close the page and come back.";
    case "stopped":
      return "No film: it was canceled.";
    case "failed":
      return picturesOf(state).length > 0
        ? "No film this time. Your picture is still on stage."
        : "No film this time.";
    case "done":
      return state.kind === "following" && <FilmCaption view={state.view} />;
  }
}

function FilmCaption({ view }: { readonly view: GenerationView }) {
  const { film, label, receipt } = view;
  if (film === undefined) return null;
  const took = formatSeconds((receipt.elapsedMs ?? 0) / 1000);
  return (
    <>
      <strong class="text-green">{label}</strong>{" "}
      <span class="whitespace-nowrap">{film.width}×{film.height},</span>{" "}
      <span class="whitespace-nowrap">
        {formatBytes(film.bytes)}, {view.isCached ? "made before" : `made in ${took}`}
      </span>
    </>
  );
}
