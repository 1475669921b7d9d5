import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Boomerang, startBoomerang } from "./boomerang.ts";
import { type FilmLength, frameAt, momentOf } from "./frame_times.ts";

/** What visitors can do with the player beyond its own controls. */
export interface FilmPlayer {
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

export function useFilmPlayer(
  find: () => HTMLVideoElement | null | undefined,
  film: FilmLength,
): FilmPlayer {
  const frame = useSignal(0);
  const isLooping = useSignal(true);
  const isBoomerang = useSignal(false);
  const isPlaying = useSignal(false);
  const boomerang = useRef<Boomerang>();

  useEffect(() => {
    const video = find();
    if (!video) return;
    isLooping.value = video.loop;
    const leaving = new AbortController();
    const show = () => frame.value = frameAt(film, video.currentTime);
    for (const event of ["timeupdate", "seeking", "seeked", "pause", "ended"]) {
      video.addEventListener(event, show, { signal: leaving.signal });
    }
    const onClick = () => isBoomerang.value && togglePlay();
    video.addEventListener("click", onClick, { signal: leaving.signal });
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
      const video = find();
      isLooping.value = !isLooping.value;
      if (video && !isBoomerang.value) video.loop = isLooping.value;
    },
    toggleBoomerang() {
      const video = find();
      if (!video) return;
      isBoomerang.value = !isBoomerang.value;
      if (!isBoomerang.value) {
        boomerang.current?.stop();
        boomerang.current = undefined;
        video.loop = isLooping.value;
        return;
      }
      boomerang.current = startBoomerang(video, {
        film,
        isEndless: () => isLooping.value,
        onChange: (plays) => isPlaying.value = plays,
      });
      if (isMotionWelcome()) boomerang.current.play();
      else boomerang.current.pause();
    },
    step(frames) {
      const video = find();
      if (!video) return;
      if (boomerang.current) boomerang.current.pause();
      else video.pause();
      video.currentTime = momentOf(film, frameAt(film, video.currentTime) + frames);
    },
  };
}

function isMotionWelcome(): boolean {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches;
}
