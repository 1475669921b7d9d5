import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { SampleScene } from "../../components/drawings/SampleScene.tsx";

/** By then the page stands, and nothing that it needs is late because of the film. */
const CALM_MS = 1500;

/** What plays before there is a film: one by the house's engine where there is one, or the drawing. */
export function HouseSample() {
  const film = useSignal("");
  const isPaused = useSignal(false);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const { sample = "" } = document.getElementById("studio")?.dataset ?? {};
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const timer = setTimeout(() => film.value = isStill ? "" : sample, CALM_MS);
    return () => clearTimeout(timer);
  }, []);
  if (film.value === "") return <SampleScene />;
  return (
    <>
      <video
        ref={video}
        class="h-full w-full object-cover animate-arrive"
        src={film.value}
        aria-label="House sample"
        autoplay={!isPaused.value}
        muted
        loop
        playsInline
      />
      <button
        type="button"
        class="button absolute bottom-2 right-2"
        aria-label={isPaused.value ? "Play the house sample" : "Pause the house sample"}
        onClick={() => {
          isPaused.value = !isPaused.value;
          if (isPaused.value) video.current?.pause();
          else video.current?.play();
        }}
      >
        {isPaused.value ? "Play" : "Pause"}
      </button>
    </>
  );
}
