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
  copy.src = src;
  copy.load();
  try {
    await loaded;
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
  const shown = nextFrame(video);
  const arrived = hear(video, "seeked", signal);
  video.currentTime = seconds;
  await arrived;
  await shown;
}

/** On a busy machine `seeked` comes before there is anything to draw. */
async function nextFrame(video: HTMLVideoElement): Promise<void> {
  if (!("requestVideoFrameCallback" in video)) return;
  await new Promise<void>((resolve) => {
    video.requestVideoFrameCallback(() => resolve());
    // No new frame comes where the old one is the right one.
    setTimeout(resolve, SAME_FRAME_MS);
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
