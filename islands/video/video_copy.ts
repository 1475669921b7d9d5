/** A player of a video that nobody sees or hears, for whoever draws its frames. */

/**
 * Loads the video at `src`; give it to `unload` in the end.
 *
 * @throws {Error} when the browser cannot play it, or the signal's reason
 */
export async function loadCopy(src: string, signal?: AbortSignal): Promise<HTMLVideoElement> {
  const copy = document.createElement("video");
  copy.muted = true;
  copy.playsInline = true;
  copy.preload = "auto";
  const loaded = hear(copy, "loadeddata", signal);
  // Or the first frame would be taken for that of the first seek.
  const shown = nextFrame(copy, loaded, FIRST_FRAME_MS);
  copy.src = src;
  copy.load();
  try {
    await loaded;
    await shown;
  } catch (error) {
    unload(copy);
    throw error;
  }
  return copy;
}

/** Goes to a moment; resolves once its frame is there to be drawn. */
export async function seek(
  player: HTMLVideoElement,
  seconds: number,
  signal?: AbortSignal,
): Promise<void> {
  // The frame of where it stands is there, and no new one would come.
  if (Math.abs(player.currentTime - seconds) < SAME_MOMENT_SECONDS) return;
  const arrived = hear(player, "seeked", signal);
  // In a hidden tab no browser tells of any.
  const isToBeTold = telling.has(player) && !document.hidden;
  const shown = nextFrame(player, arrived, isToBeTold ? LATE_FRAME_MS : UNTOLD_FRAME_MS);
  player.currentTime = seconds;
  await arrived;
  await shown;
}

/** Browsers keep less of a moment than a number holds. */
const SAME_MOMENT_SECONDS = 0.00001;
/** How long after the event a frame is waited for: the first one, one that is sure to be told of, any other. */
const FIRST_FRAME_MS = 2000, LATE_FRAME_MS = 5000, UNTOLD_FRAME_MS = 400;
/** The players of which the browser has told that they show a frame, as it will do with the next. */
const telling = new WeakSet<HTMLVideoElement>();

/**
 * Resolves with the next frame that is new, or a while after `arrived` where the browser tells of none.
 * On a busy machine `seeked` and `loadeddata` come before there is anything to draw.
 */
async function nextFrame(
  player: HTMLVideoElement,
  arrived: Promise<void>,
  patienceMs: number,
): Promise<void> {
  if (!("requestVideoFrameCallback" in player)) return;
  await new Promise<void>((resolve) => {
    const waiting = player.requestVideoFrameCallback(() => {
      telling.add(player);
      resolve();
    });
    const giveUp = () => {
      player.cancelVideoFrameCallback(waiting);
      resolve();
    };
    arrived.then(() => setTimeout(giveUp, patienceMs), giveUp);
  });
}

/** Lets go of what the player holds. */
export function unload(player: HTMLVideoElement): void {
  player.removeAttribute("src");
  player.load();
}

/** Resolves with the event; rejects when the video fails or the work is to end. */
async function hear(
  player: HTMLVideoElement,
  event: "loadeddata" | "seeked",
  signal: AbortSignal | undefined,
): Promise<void> {
  const heard = new AbortController();
  const options = { signal: heard.signal, once: true };
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = () => reject(new Error("This browser cannot play the video"));
      player.addEventListener(event, () => resolve(), options);
      player.addEventListener("error", fail, options);
      signal?.addEventListener("abort", () => reject(signal.reason), options);
      if (signal?.aborted) reject(signal.reason);
    });
  } finally {
    heard.abort();
  }
}
