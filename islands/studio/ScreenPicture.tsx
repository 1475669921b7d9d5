import type { ReadonlySignal } from "@preact/signals";
import { Leader } from "../../components/drawings/Leader.tsx";
import { SampleScene } from "../../components/drawings/SampleScene.tsx";
import type { StudioPanel } from "../panel/studio_panel.ts";
import type { Framing } from "../picture/framing.ts";
import { Video } from "./Video.tsx";
import { SampleVideo } from "./SampleVideo.tsx";
import { pictureChunk } from "./open_picture_chunk.ts";
import { moodOf, picturesOf, type StudioState } from "./studio_state.ts";

interface ScreenPictureProps {
  readonly state: StudioState;
  readonly framing: ReadonlySignal<Framing>;
  readonly panel: StudioPanel | undefined;
}

/**
 * What is on the screen of one picture: the house sample, the preview, the video or its picture.
 */
export function ScreenPicture({ state, framing, panel }: ScreenPictureProps) {
  const mood = moodOf(state);
  const url = picturesOf(state)[0]?.previewUrl;
  if (mood === "idle" || mood === "armed") return <SampleVideo />;
  const isDone = mood === "done";
  if (isDone || mood === "working") {
    const Sent = pictureChunk.value?.SentPicture;
    const view = state.kind === "following" ? state.view : undefined;
    return (
      <>
        {url && Sent
          ? <Sent url={url} framing={framing} panel={panel} view={view} />
          : !isDone && <Leader />}
        {isDone && view && <Video view={view} />}
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
