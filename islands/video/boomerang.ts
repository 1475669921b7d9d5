import { frameAt, momentOf, type VideoLength } from "./frame_times.ts";

/** A video that runs to its end and back again. */
export interface Boomerang {
  play(): void;
  pause(): void;
  /** Leaves the player as it was found, at the moment that it shows. */
  stop(): void;
}

/** What a boomerang needs to know. */
export interface BoomerangOptions {
  readonly video: VideoLength;
  /** Whether it begins again when it is back at the start. */
  readonly isEndless: () => boolean;
  /** Told when it starts and when it comes to rest. */
  readonly onChange: (isPlaying: boolean) => void;
}

/** A tab that comes back after a while goes on where it was. */
const LONGEST_STEP_SECONDS = 0.1;

/**
 * Makes a boomerang of the player. Forward it plays as ever; backward, where browsers cannot play, it
 * is sent from frame to frame, each as soon as the one before is there. Its own controls would call
 * that a pause, so they are gone meanwhile.
 */
export function startBoomerang(player: HTMLVideoElement, options: BoomerangOptions): Boomerang {
  const { video, isEndless, onChange } = options;
  const found = { loop: player.loop, controls: player.controls };
  const leaving = new AbortController();
  let isReturning = false;
  let frameRequest = 0;

  const rest = () => {
    cancelAnimationFrame(frameRequest);
    player.pause();
    onChange(false);
  };
  const goForward = () => {
    isReturning = false;
    onChange(true);
    // Refused where the page may not start videos, or cut short by a pause.
    player.play().catch(() => onChange(false));
  };
  const goBack = () => {
    isReturning = true;
    onChange(true);
    let at = player.currentTime;
    let last = performance.now();
    const step = (now: number) => {
      at -= Math.min((now - last) / 1000, LONGEST_STEP_SECONDS);
      last = now;
      const frame = frameAt(video, at);
      const isThere = frame === frameAt(video, player.currentTime);
      if (at <= 0 && isThere && !player.seeking) return isEndless() ? goForward() : finish();
      if (!isThere && !player.seeking) player.currentTime = momentOf(video, frame);
      frameRequest = requestAnimationFrame(step);
    };
    frameRequest = requestAnimationFrame(step);
  };
  const finish = () => {
    isReturning = false;
    rest();
  };

  player.loop = false;
  player.controls = false;
  player.addEventListener("ended", goBack, { signal: leaving.signal });
  return {
    play: () => isReturning ? goBack() : goForward(),
    pause: rest,
    stop() {
      leaving.abort();
      rest();
      Object.assign(player, found);
    },
  };
}
