import type { GenerationView } from "../../contract/generation.ts";
import { playingOf } from "../../contract/playing.ts";

interface PlayingNoteProps {
  readonly view: GenerationView;
  /** Whether this browser has tried and cannot play it. */
  readonly hasFailed: boolean;
}

/** Who plays a video that not every browser plays, and how to have it all the same. */
export function PlayingNote({ view, hasFailed }: PlayingNoteProps) {
  const playing = playingOf(view.video?.codec);
  if (playing === undefined || playing.isEverywhere) return null;
  return (
    <span data-playing={hasFailed ? "failed" : "open"} role={hasFailed ? "status" : undefined}>
      {hasFailed ? "This browser can't play the video. " : ""}
      It is coded in {playing.codecName}. {playing.sentence}{" "}
      <a class="underline" href={`${view.url}?download`}>Download it</a>{" "}
      to watch it in a video player.
    </span>
  );
}
