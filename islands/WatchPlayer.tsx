import { useRef } from "preact/hooks";
import { Player } from "../components/videos/Player.tsx";
import { PlayingNote } from "../components/videos/PlayingNote.tsx";
import type { GenerationView } from "../contract/generation.ts";
import { useFailedVideo } from "./video/use_failed_video.ts";
import { VideoTools } from "./video/VideoTools.tsx";

/** A finished video and what can be done with it. Without scripting it is the player alone. */
export default function WatchPlayer({ view }: { readonly view: GenerationView }) {
  const screen = useRef<HTMLDivElement>(null);
  const find = () => screen.current?.querySelector("video");
  const hasFailed = useFailedVideo(find, view.id);
  return (
    <>
      <div ref={screen} class="tube-screen aspect-video rounded-control">
        <Player view={view} />
      </div>
      <p class="mt-2 text-fine text-muted empty:hidden">
        <PlayingNote view={view} hasFailed={hasFailed.value} />
      </p>
      {view.video && <VideoTools view={view} video={view.video} find={find} />}
    </>
  );
}
