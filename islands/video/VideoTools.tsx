import { SiteLink } from "../../components/SiteLink.tsx";
import { useSignal } from "@preact/signals";
import { goOnLink } from "../../components/videos/video_links.ts";
import { downloadName } from "../../contract/download_name.ts";
import type { GenerationView, VideoFacts } from "../../contract/generation.ts";
import { formatShare, formatVideoMoment } from "../../contract/units.ts";
import { frameAt, momentOf } from "./frame_times.ts";
import { useVideoPlayer, type VideoPlayer } from "./use_video_player.ts";
import { useGif } from "./use_gif.ts";

interface VideoToolsProps {
  readonly view: GenerationView;
  /** What the video is; only finished ones have tools. */
  readonly video: VideoFacts;
  /** The player that they work on. */
  find(): HTMLVideoElement | null | undefined;
}

/** What can be done with a finished video: play it in other ways, take a frame, take it away. */
export function VideoTools({ view, video, find }: VideoToolsProps) {
  const player = useVideoPlayer(find, video);
  return (
    <div class="with-script mt-3 flex flex-wrap gap-2" role="group" aria-label="Video tools">
      <PlayButtons player={player} />
      <FrameButtons player={player} video={video} />
      <div class="flex w-full flex-wrap gap-2">
        <SiteLink
          class="button flex-1 sm:flex-none"
          aria-label="Go on from here: this frame becomes the next picture"
          href={goOnLink(view, momentOf(video, player.frame.value))}
          onClick={({ currentTarget }) => {
            // While it plays the frame that shows is ahead of the one that was last told.
            const at = momentOf(video, frameAt(video, find()?.currentTime ?? 0));
            currentTarget.href = goOnLink(view, at);
          }}
        >
          Go on from here
        </SiteLink>
        <TakeAway view={view} video={video} find={find} />
      </div>
    </div>
  );
}

function PlayButtons({ player }: { readonly player: VideoPlayer }) {
  const { isLooping, isBoomerang, isPlaying } = player;
  return (
    <>
      <button
        type="button"
        class="button preset flex-1 sm:flex-none"
        aria-pressed={isLooping.value}
        onClick={player.toggleLoop}
      >
        Loop
      </button>
      <button
        type="button"
        class="button preset flex-1 sm:flex-none"
        aria-pressed={isBoomerang.value}
        onClick={player.toggleBoomerang}
      >
        Boomerang
      </button>
      {isBoomerang.value && (
        <button type="button" class="button flex-1 sm:flex-none" onClick={player.togglePlay}>
          {isPlaying.value ? "Pause" : "Play"}
        </button>
      )}
    </>
  );
}

function FrameButtons(
  { player, video }: { readonly player: VideoPlayer; readonly video: VideoFacts },
) {
  const frame = player.frame.value;
  const seconds = video.durationSeconds * frame / video.frames;
  return (
    <div class="flex flex-1 items-center justify-between sm:flex-none">
      <button
        type="button"
        class="button w-13 shrink-0"
        aria-label="One frame back"
        disabled={frame === 0}
        onClick={() => player.step(-1)}
      >
        ‹
      </button>
      <span class="px-3 text-center text-fine text-muted whitespace-nowrap" data-frame={frame}>
        Frame {frame + 1} of {video.frames}, {formatVideoMoment(seconds)}
      </span>
      <button
        type="button"
        class="button w-13 shrink-0"
        aria-label="One frame on"
        disabled={frame === video.frames - 1}
        onClick={() => player.step(1)}
      >
        ›
      </button>
    </div>
  );
}

function TakeAway({ view, video, find }: VideoToolsProps) {
  const framesPerSecond = video.framesPerSecond ?? video.frames / video.durationSeconds;
  const gif = useGif(find, { name: downloadName(view.id, "gif"), framesPerSecond });
  const done = gif.done.value;
  return (
    <>
      <button
        type="button"
        class="button flex-1 sm:flex-none"
        aria-label={done === undefined ? "Save as GIF" : undefined}
        onClick={gif.toggle}
      >
        {done === undefined ? "GIF" : `Stop GIF, ${formatShare(done)}`}
      </button>
      <Poster view={view} name={downloadName(view.id, "jpg")} />
      <p class="w-full text-fine text-muted note" role="status">{gif.message.value}</p>
    </>
  );
}

/** Videos that were made before posters were have their first frame saved instead. */
function Poster({ view, name }: { readonly view: GenerationView; readonly name: string }) {
  const failure = useSignal("");
  const save = async () => {
    try {
      const [{ grabFrame }, { saveFile }] = await Promise.all([
        import("./grab_frame.ts"),
        import("./save_file.ts"),
      ]);
      saveFile(await grabFrame(view.url ?? "", 0), name);
    } catch {
      failure.value = "Not available here";
    }
  };
  return view.poster === undefined
    ? (
      <button
        type="button"
        class="button flex-1 sm:flex-none"
        aria-label={failure.value || "Save as poster"}
        onClick={save}
      >
        {failure.value || "Poster"}
      </button>
    )
    : (
      <a
        class="button flex-1 sm:flex-none"
        aria-label="Save as poster"
        href={view.poster}
        download={name}
      >
        Poster
      </a>
    );
}
