/** How much of a video has to be in view before it plays. */
const SHARE_IN_VIEW = 0.6;

/** Plays the videos in `container` while they are in view, where motion is welcome; the result stops. */
export function playInView(container: Element | null): (() => void) | undefined {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return undefined;
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const video = target as HTMLVideoElement;
      if (isIntersecting) video.play().catch(() => {});
      else video.pause();
    }
  }, { threshold: SHARE_IN_VIEW });
  for (const video of container?.querySelectorAll("video") ?? []) observer.observe(video);
  return () => observer.disconnect();
}
