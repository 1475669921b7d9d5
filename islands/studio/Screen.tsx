import type { ReadonlySignal } from "@preact/signals";
import type { RefObject } from "preact";
import type { StudioPanel } from "../panel/studio_panel.ts";
import type { Framing } from "../picture/framing.ts";
import { BatchList } from "./BatchList.tsx";
import { LazyTools } from "./LazyTools.tsx";
import { ScreenCaption } from "./ScreenCaption.tsx";
import { ScreenPicture } from "./ScreenPicture.tsx";
import { type Mood, moodOf, type StudioState } from "./studio_state.ts";

interface ScreenProps {
  readonly state: StudioState;
  readonly framing: ReadonlySignal<Framing>;
  readonly panel: StudioPanel | undefined;
  readonly frame: RefObject<HTMLElement>;
}

/** Where the video comes out. What is on it always has its name underneath. */
export function Screen({ state, framing, panel, frame }: ScreenProps) {
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
          : <ScreenPicture state={state} framing={framing} panel={panel} />}
      </div>
      <figcaption class="mt-2 text-fine text-muted lg:min-h-touch">
        <ScreenCaption state={state} />
      </figcaption>
      {state.kind === "following" && state.view.url !== undefined && (
        <LazyTools key={state.view.id} view={state.view} frame={frame} />
      )}
    </figure>
  );
}

/** It is as high as the drop zone beside it, where that is higher. */
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
