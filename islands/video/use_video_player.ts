import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Boomerang, startBoomerang } from "./boomerang.ts";
import { frameAt, momentOf, type VideoLength } from "./frame_times.ts";

/** What visitors can do with the player beyond its own controls. */
export interface VideoPlayer {
  /** The frame that shows, counted from 0. */
  readonly frame: ReadonlySignal<number>;
  readonly isLooping: ReadonlySignal<boolean>;
  readonly isBoomerang: ReadonlySignal<boolean>;
  /** Only told while it is a boomerang: otherwise the player's own controls say it. */
  readonly isPlaying: ReadonlySignal<boolean>;
  toggleLoop(): void;
  toggleBoomerang(): void;
  togglePlay(): void;
  /** Stops, and goes that many frames on. */
  step(frames: number): void;
}

export function useVideoPlayer(
  find: () => HTMLVideoElement | null | undefined,
  video: VideoLength,
): VideoPlayer {
  const frame = useSignal(0);
  const isLooping = useSignal(true);
  const isBoomerang = useSignal(false);
  const isPlaying = useSignal(false);
  const boomerang = useRef<Boomerang>();

  useEffect(() => {
    const player = find();
    if (!player) return;
    isLooping.value = player.loop;
    const leaving = new AbortController();
    const show = () => frame.value = frameAt(video, player.currentTime);
    for (const event of ["timeupdate", "seeking", "seeked", "pause", "ended"]) {
      player.addEventListener(event, show, { signal: leaving.signal });
    }
    const onClick = () => isBoomerang.value && togglePlay();
    player.addEventListener("click", onClick, { signal: leaving.signal });
    show();
    return () => {
      leaving.abort();
      boomerang.current?.stop();
    };
  }, []);

  const togglePlay = () => isPlaying.value ? boomerang.current?.pause() : boomerang.current?.play();
  return {
    frame,
    isLooping,
    isBoomerang,
    isPlaying,
    togglePlay,
    toggleLoop() {
      const player = find();
      isLooping.value = !isLooping.value;
      if (player && !isBoomerang.value) player.loop = isLooping.value;
    },
    toggleBoomerang() {
      const player = find();
      if (!player) return;
      isBoomerang.value = !isBoomerang.value;
      if (!isBoomerang.value) {
        boomerang.current?.stop();
        boomerang.current = undefined;
        player.loop = isLooping.value;
        return;
      }
      boomerang.current = startBoomerang(player, {
        video,
        isEndless: () => isLooping.value,
        onChange: (plays) => isPlaying.value = plays,
      });
      if (isMotionWelcome()) boomerang.current.play();
      else boomerang.current.pause();
    },
    step(frames) {
      const player = find();
      if (!player) return;
      if (boomerang.current) boomerang.current.pause();
      else player.pause();
      player.currentTime = momentOf(video, frameAt(video, player.currentTime) + frames);
    },
  };
}

function isMotionWelcome(): boolean {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches;
}
