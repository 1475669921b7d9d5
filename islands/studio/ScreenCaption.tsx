import { formatBytes, formatSeconds } from "../../contract/units.ts";
import type { ComponentChildren } from "preact";
import type { GenerationView } from "../../contract/generation.ts";
import { PlayingNote } from "../../components/videos/PlayingNote.tsx";
import { useFailedVideo } from "../video/use_failed_video.ts";
import { moodOf, picturesOf, type StudioState } from "./studio_state.ts";

/** What the picture on the screen is. */
export function ScreenCaption({ state }: { readonly state: StudioState }): ComponentChildren {
  if (state.kind === "batch") {
    return moodOf(state) === "working"
      ? "Each picture has its own line. You can close this page; the videos keep rendering."
      : "Each picture has its own line. All of them have ended.";
  }
  switch (moodOf(state)) {
    case "idle":
    case "armed":
      return "A sample. Your video plays here.";
    case "working":
      return picturesOf(state).length > 0
        ? "Preview motion of your own picture, not the video. You may close the page and come back."
        : "In the making. You may close the page and come back.";
    case "stopped":
      return "No video: it was canceled.";
    case "failed":
      return picturesOf(state).length > 0
        ? "No video this time. Your picture is still here."
        : "No video this time.";
    case "done":
      return state.kind === "following" && <VideoCaption view={state.view} />;
  }
}

function VideoCaption({ view }: { readonly view: GenerationView }) {
  const find = () => document.querySelector<HTMLVideoElement>(`video[src="${view.url}"]`);
  const hasFailed = useFailedVideo(find, view.id);
  const { video, label, receipt } = view;
  if (video === undefined) return null;
  const took = formatSeconds((receipt.elapsedMs ?? 0) / 1000);
  return (
    <>
      <strong class="text-green">{label}</strong>{" "}
      <span class="whitespace-nowrap">{video.width}×{video.height},</span>{" "}
      <span class="whitespace-nowrap">
        {formatBytes(video.bytes)}, {view.isCached ? "made before" : `made in ${took}`}
      </span>{" "}
      <PlayingNote view={view} hasFailed={hasFailed.value} />
    </>
  );
}
