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
  const shown = nextFrame(copy, loaded);
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
  const arrived = hear(video, "seeked", signal);
  const shown = nextFrame(video, arrived);
  video.currentTime = seconds;
  await arrived;
  await shown;
}

/**
 * Resolves with the next frame that is new. On a busy machine `seeked` and `loadeddata` come before
 * there is anything to draw. Where the old frame is the right one no new one comes: then it resolves
 * a while after `arrived`.
 */
async function nextFrame(video: HTMLVideoElement, arrived: Promise<void>): Promise<void> {
  if (!("requestVideoFrameCallback" in video)) return;
  await new Promise<void>((resolve) => {
    const waiting = video.requestVideoFrameCallback(() => resolve());
    const giveUp = () => {
      video.cancelVideoFrameCallback(waiting);
      resolve();
    };
    arrived.then(() => setTimeout(giveUp, SAME_FRAME_MS), giveUp);
  });
}

const SAME_FRAME_MS = 400;

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
