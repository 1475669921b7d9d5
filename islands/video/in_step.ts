/** Two players that show the same moment. */
export interface PairOfPlayers {
  play(): void;
  pause(): void;
  seek(seconds: number): void;
  /** Lets go of the players. */
  stop(): void;
}

/** Told what the pair does. */
export interface PairListener {
  onTime(seconds: number): void;
  onPlaying(isPlaying: boolean): void;
}

/** Nobody sees this much; a frame takes longer. */
const UNSEEN_DRIFT_SECONDS = 0.015;
/** Beyond this the follower jumps instead of catching up. */
const WIDE_DRIFT_SECONDS = 0.12;
/** How much faster or slower the follower may run. */
const MAX_RATE_CHANGE = 0.1;

/**
 * Keeps two players in step: the longer video leads, the other one catches up by running a little
 * faster or slower, and waits on its last frame where it is over. At the end both begin again.
 */
export function keepInStep(
  videos: readonly [HTMLVideoElement, HTMLVideoElement],
  { onTime, onPlaying }: PairListener,
): PairOfPlayers {
  const [leader, follower] = videos[0].duration >= videos[1].duration
    ? videos
    : [videos[1], videos[0]];
  const leaving = new AbortController();
  let frameRequest = 0;

  const tick = () => {
    onTime(leader.currentTime);
    follow(leader, follower);
    frameRequest = requestAnimationFrame(tick);
  };
  const pause = () => {
    cancelAnimationFrame(frameRequest);
    leader.pause();
    follower.pause();
    onPlaying(false);
  };
  const seek = (seconds: number) => {
    leader.currentTime = seconds;
    follower.currentTime = Math.min(seconds, lastMoment(follower));
    onTime(seconds);
  };
  const play = () => {
    onPlaying(true);
    cancelAnimationFrame(frameRequest);
    // A refusal, as where the page may not start videos, is told by the players' own pause.
    leader.play().then(() => frameRequest = requestAnimationFrame(tick), pause);
  };
  leader.addEventListener("ended", () => {
    seek(0);
    play();
  }, { signal: leaving.signal });
  return {
    play,
    pause() {
      pause();
      seek(leader.currentTime);
    },
    seek,
    stop() {
      leaving.abort();
      pause();
    },
  };
}

function follow(leader: HTMLVideoElement, follower: HTMLVideoElement): void {
  if (leader.currentTime >= lastMoment(follower)) {
    follower.pause();
    return;
  }
  if (follower.paused) follower.play().catch(() => {});
  const drift = follower.currentTime - leader.currentTime;
  if (Math.abs(drift) > WIDE_DRIFT_SECONDS && !follower.seeking) {
    follower.currentTime = leader.currentTime;
  }
  const change = Math.abs(drift) < UNSEEN_DRIFT_SECONDS ? 0 : -2 * drift;
  follower.playbackRate = 1 + Math.min(MAX_RATE_CHANGE, Math.max(-MAX_RATE_CHANGE, change));
}

/** A player that is sent to its very end would stand there as ended, and begin anew when it plays. */
function lastMoment({ duration }: HTMLVideoElement): number {
  return Math.max(0, duration - 0.02);
}
