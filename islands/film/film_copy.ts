/** A player of a film that nobody sees or hears, for whoever draws its frames. */

/**
 * Loads the film at `src`; give it to `unload` in the end.
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
  video: HTMLVideoElement,
  seconds: number,
  signal?: AbortSignal,
): Promise<void> {
  // The frame of where it stands is there, and no new one would come.
  if (Math.abs(video.currentTime - seconds) < SAME_MOMENT_SECONDS) return;
  const arrived = hear(video, "seeked", signal);
  // In a hidden tab no browser tells of any.
  const isToBeTold = telling.has(video) && !document.hidden;
  const shown = nextFrame(video, arrived, isToBeTold ? LATE_FRAME_MS : UNTOLD_FRAME_MS);
  video.currentTime = seconds;
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
  video: HTMLVideoElement,
  arrived: Promise<void>,
  patienceMs: number,
): Promise<void> {
  if (!("requestVideoFrameCallback" in video)) return;
  await new Promise<void>((resolve) => {
    const waiting = video.requestVideoFrameCallback(() => {
      telling.add(video);
      resolve();
    });
    const giveUp = () => {
      video.cancelVideoFrameCallback(waiting);
      resolve();
    };
    arrived.then(() => setTimeout(giveUp, patienceMs), giveUp);
  });
}

/** Lets go of what the player holds. */
export function unload(video: HTMLVideoElement): void {
  video.removeAttribute("src");
  video.load();
}

/** Resolves with the event; rejects when the film fails or the work is to end. */
async function hear(
  video: HTMLVideoElement,
  event: "loadeddata" | "seeked",
  signal: AbortSignal | undefined,
): Promise<void> {
  const heard = new AbortController();
  const options = { signal: heard.signal, once: true };
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = () => reject(new Error("This browser cannot play the film"));
      video.addEventListener(event, () => resolve(), options);
      video.addEventListener("error", fail, options);
      signal?.addEventListener("abort", () => reject(signal.reason), options);
      if (signal?.aborted) reject(signal.reason);
    });
  } finally {
    heard.abort();
  }
}
