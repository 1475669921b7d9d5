import { useEffect } from "preact/hooks";

/** Plays a video of `[data-hover-video]` while the pointer or the focus is on it. Shows nothing itself. */
export default function HoverPlay() {
  useEffect(() => {
    const play = ({ target }: Event) => {
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) videoAt(target)?.play();
    };
    const rest = ({ target, relatedTarget }: PointerEvent | FocusEvent) => {
      const video = videoAt(target);
      if (video === undefined || videoAt(relatedTarget) === video) return;
      video.pause();
      video.currentTime = FIRST_MOMENT_SECONDS;
    };
    const leaving = new AbortController();
    const options = { signal: leaving.signal };
    document.addEventListener("pointerover", play, options);
    document.addEventListener("pointerout", rest, options);
    document.addEventListener("focusin", play, options);
    document.addEventListener("focusout", rest, options);
    return () => leaving.abort();
  }, []);
  return null;
}

/** The moment that the tile shows at rest. */
const FIRST_MOMENT_SECONDS = 0.1;

function videoAt(target: EventTarget | null): HTMLVideoElement | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest("[data-hover-video]")?.querySelector("video") ?? undefined;
}
