import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { VideoFacts } from "../contract/generation.ts";
import { formatVideoMoment } from "../contract/units.ts";
import { useVideoPair, type VideoPair } from "./video/use_pair.ts";

/** One of the two videos. */
export interface ComparedVideo {
  /** "A" or "B". */
  readonly mark: string;
  readonly name: string;
  readonly label: string;
  readonly url: string;
  readonly poster?: string | undefined;
  readonly page: string;
  readonly facts: VideoFacts;
}

interface ComparePlayersProps {
  readonly videos: readonly [ComparedVideo, ComparedVideo];
}

/** Two videos in step, under one set of controls. Without scripting each has its own. */
export default function ComparePlayers({ videos }: ComparePlayersProps) {
  const frame = useRef<HTMLDivElement>(null);
  const pair = useVideoPair(frame);
  const isWipe = useSignal(false);
  const split = useSignal(50);
  useEffect(() => {
    frame.current?.style.setProperty("--wipe", `${split.value}%`);
  }, [split.value]);
  return (
    <div class="panel panel-lit p-3 md:p-5">
      <div ref={frame} class={isWipe.value ? "wipe" : "grid gap-4 lg:grid-cols-2"}>
        {videos.map((video) => (
          <Player key={video.mark} video={video} hasControls={!pair.isReady.value} />
        ))}
      </div>
      <div class="with-script mt-3">
        {isWipe.value && <WipeSlider split={split} />}
        <div class="flex flex-wrap items-center gap-3">
          <PairControls pair={pair} framesPerSecond={paceOf(videos)} />
          <button
            type="button"
            class="button preset flex-1 md:flex-none"
            aria-pressed={isWipe.value}
            onClick={() => isWipe.value = !isWipe.value}
          >
            Wipe
          </button>
        </div>
      </div>
    </div>
  );
}

function Player({ video, hasControls }: { video: ComparedVideo; hasControls: boolean }) {
  const { mark, name, label, url, poster, page } = video;
  return (
    <figure class="min-w-0">
      <div class="tube-screen aspect-video rounded-control">
        <video
          class="h-full w-full"
          src={url}
          poster={poster}
          width={video.facts.width}
          height={video.facts.height}
          aria-label={`Video ${mark}: ${label}`}
          preload="auto"
          controls={hasControls}
          muted
          playsInline
        />
      </div>
      <figcaption class="mt-2 text-fine text-muted">
        <a class="link font-bold" href={page}>{mark}: {name}</a>
        <span class="block">{label}</span>
      </figcaption>
    </figure>
  );
}

/** Right under the videos, whose edge it moves. */
function WipeSlider({ split }: { readonly split: Signal<number> }) {
  return (
    <label class="flex items-center gap-3 text-fine text-muted">
      <span aria-hidden="true">A</span>
      <input
        type="range"
        class="slider min-w-0 flex-1"
        min={0}
        max={100}
        value={split.value}
        aria-label="Where A ends and B begins, in percent"
        onInput={({ currentTarget }) => split.value = Number(currentTarget.value)}
      />
      <span aria-hidden="true">B</span>
    </label>
  );
}

/** On a phone the moment has a line of its own, above the buttons. */
function PairControls({ pair, framesPerSecond }: { pair: VideoPair; framesPerSecond: number }) {
  const { isReady, isPlaying, seconds, durationSeconds } = pair;
  const at = `${formatVideoMoment(seconds.value)} of ${formatVideoMoment(durationSeconds.value)}`;
  return (
    <>
      <button
        type="button"
        class="button button-strong flex-1 md:w-32 md:flex-none"
        disabled={!isReady.value}
        onClick={pair.togglePlay}
      >
        {isPlaying.value ? "Pause both" : "Play both"}
      </button>
      <div class="order-first flex w-full min-w-0 items-center gap-3 md:order-none md:w-auto md:flex-1">
        <input
          type="range"
          class="slider min-w-0 flex-1"
          min={0}
          max={durationSeconds.value}
          step={1 / framesPerSecond}
          value={seconds.value}
          disabled={!isReady.value}
          aria-label="Moment of both videos"
          aria-valuetext={at}
          onInput={({ currentTarget }) => pair.seek(Number(currentTarget.value))}
        />
        <span class="whitespace-nowrap text-fine text-muted tabular-nums">{at}</span>
      </div>
    </>
  );
}

function paceOf(videos: ComparePlayersProps["videos"]): number {
  return Math.max(...videos.map(({ facts }) => facts.frames / facts.durationSeconds));
}
