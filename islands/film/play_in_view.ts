/** How much of a film has to be in view before it plays. */
const SHARE_IN_VIEW = 0.6;

/** Plays the films in `container` while they are in view, where motion is welcome; the result stops. */
export function playInView(container: Element | null): (() => void) | undefined {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return undefined;
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const film = target as HTMLVideoElement;
      if (isIntersecting) film.play().catch(() => {});
      else film.pause();
    }
  }, { threshold: SHARE_IN_VIEW });
  for (const film of container?.querySelectorAll("video") ?? []) observer.observe(film);
  return () => observer.disconnect();
}
