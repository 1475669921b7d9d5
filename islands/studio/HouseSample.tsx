import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { SampleScene } from "../../components/drawings/SampleScene.tsx";

/** By then the page stands, and nothing that it needs is late because of the film. */
const CALM_MS = 1500;

/**
 * What plays before there is a film: one by the house's engine where there is one, or the drawing.
 * The box stops both, and the floor with them; the drawing and the floor without scripting too.
 */
export function HouseSample() {
  const film = useSignal("");
  const pause = useRef<HTMLInputElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const { sample = "" } = document.getElementById("studio")?.dataset ?? {};
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const timer = setTimeout(() => film.value = isStill ? "" : sample, CALM_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <input
        ref={pause}
        type="checkbox"
        class="pause"
        aria-label="Pause the house sample"
        onChange={({ currentTarget }) =>
          currentTarget.checked ? video.current?.pause() : video.current?.play()}
      />
      {film.value === "" ? <SampleScene /> : (
        <video
          ref={video}
          class="h-full w-full object-cover animate-arrive"
          src={film.value}
          aria-label="House sample"
          autoplay={!pause.current?.checked}
          muted
          loop
          playsInline
        />
      )}
    </>
  );
}
