import type { Signal } from "@preact/signals";
import type { RefObject } from "preact";
import { PhotoCard } from "../../components/drawings/PhotoCard.tsx";
import { IMAGE_TYPES } from "../../contract/image_limits.ts";
import { formatBytes } from "../../contract/units.ts";
import type { StudioPanel } from "../panel/studio_panel.ts";
import type { Framing } from "../picture/framing.ts";
import { pictureChunk } from "./open_picture_chunk.ts";
import { isFramable, moodOf, picturesOf, type StudioState } from "./studio_state.ts";
import { GenerationReceipt } from "./GenerationReceipt.tsx";

interface DropZoneProps {
  readonly state: StudioState;
  readonly framing: Signal<Framing>;
  readonly isDragOver: boolean;
  readonly maxImageBytes: number;
  readonly panel: StudioPanel | undefined;
  readonly input: RefObject<HTMLInputElement>;
  choose(files: readonly File[]): void;
}

/** What the file dialog offers: pictures, which phones turn into one of these, and our own videos. */
const ACCEPTED_TYPES = [...IMAGE_TYPES, "video/mp4"].join(",");

/** Where pictures go in: the whole frame is one file input, until a picture is to be framed there. */
export function DropZone(props: DropZoneProps) {
  const { state, framing, isDragOver, maxImageBytes, panel, input, choose } = props;
  const [picture, ...others] = picturesOf(state);
  if (state.kind === "following" && picture === undefined) {
    return (
      <div class={AFTER_SCREEN}>
        <GenerationReceipt view={state.view} />
      </div>
    );
  }
  const isUnderWay = state.kind === "uploading" || state.kind === "following" ||
    state.kind === "batch";
  const hasOne = picture !== undefined && others.length === 0;
  const Chosen = pictureChunk.value?.ChosenPictures;
  return (
    <div class={isDragOver ? OPEN : isUnderWay ? AFTER_SCREEN : AT_FRONT}>
      <input
        ref={input}
        class={hasOne ? "picker picker-button" : "picker"}
        type="file"
        name="image"
        id="image"
        required
        multiple
        accept={ACCEPTED_TYPES}
        aria-label={hasOne ? "Choose another picture" : "Pictures to bring to life"}
        disabled={moodOf(state) === "working"}
        onChange={({ currentTarget }) => choose([...currentTarget.files ?? []])}
      />
      {hasOne && <span class="button" aria-hidden="true">Choose another</span>}
      {picture && Chosen
        ? (
          <Chosen
            pictures={[picture, ...others]}
            framing={framing}
            panel={panel}
            maxImageBytes={maxImageBytes}
            isFramable={isFramable(state)}
          />
        )
        : <Invitation isDragOver={isDragOver} maxImageBytes={maxImageBytes} />}
    </div>
  );
}
const AT_FRONT = "frame relative min-w-0";
const OPEN = "frame frame-open relative min-w-0";
/** On a phone what happens now comes first. */
const AFTER_SCREEN = "frame relative min-w-0 order-3 lg:order-none";

interface InvitationProps {
  readonly isDragOver: boolean;
  readonly maxImageBytes: number;
}

function Invitation({ isDragOver, maxImageBytes }: InvitationProps) {
  return (
    <div class="flex h-36 lg:h-full items-center justify-center gap-5 lg:flex-col lg:gap-3 p-4 lg:text-center">
      <span class="w-20 lg:w-32 shrink-0 text-cyan">
        <PhotoCard />
      </span>
      <span>
        <span class="block font-sign tracking-sign font-bold text-body lg:text-lead text-text">
          {isDragOver ? "Let it drop" : "Drop a photo here"}
        </span>
        <span class="with-script mt-1 block text-note text-muted">
          tap to choose, or paste<span class="hidden sm:inline">; several at once too</span>
        </span>
        <span class="mt-2 block text-fine text-muted">
          JPEG, PNG, WebP, GIF, AVIF up to {formatBytes(maxImageBytes, Math.floor)}
          <span class="with-script">, or an MP4 made here</span>
        </span>
      </span>
    </div>
  );
}
