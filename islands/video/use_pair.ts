import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { keepInStep, type PairOfPlayers } from "./in_step.ts";

/** What visitors can do with two videos at once. */
export interface VideoPair {
  /** True once one set of controls is there for both. */
  readonly isReady: ReadonlySignal<boolean>;
  readonly isPlaying: ReadonlySignal<boolean>;
  readonly seconds: ReadonlySignal<number>;
  /** Length of the longer one. */
  readonly durationSeconds: ReadonlySignal<number>;
  togglePlay(): void;
  seek(seconds: number): void;
}

/** Ties the two players in `frame` together as soon as both know how long they are. */
export function useVideoPair(frame: RefObject<HTMLElement>): VideoPair {
  const isReady = useSignal(false);
  const isPlaying = useSignal(false);
  const seconds = useSignal(0);
  const durationSeconds = useSignal(0);
  const pair = useRef<PairOfPlayers>();

  useEffect(() => {
    const [first, second] = frame.current?.querySelectorAll("video") ?? [];
    if (!first || !second) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    Promise.all([knowLength(first, signal), knowLength(second, signal)]).then(() => {
      if (signal.aborted) return;
      durationSeconds.value = Math.max(first.duration, second.duration);
      pair.current = keepInStep([first, second], {
        onTime: (at) => seconds.value = at,
        onPlaying: (plays) => isPlaying.value = plays,
      });
      isReady.value = true;
    });
    return () => {
      leaving.abort();
      pair.current?.stop();
    };
  }, []);

  return {
    isReady,
    isPlaying,
    seconds,
    durationSeconds,
    togglePlay: () => isPlaying.value ? pair.current?.pause() : pair.current?.play(),
    seek: (at) => pair.current?.seek(at),
  };
}

async function knowLength(player: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  if (player.readyState >= player.HAVE_METADATA) return;
  await new Promise<void>((resolve) =>
    player.addEventListener("loadedmetadata", () => resolve(), { once: true, signal })
  );
}
