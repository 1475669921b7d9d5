import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { SampleScene } from "../../components/drawings/SampleScene.tsx";

/** By then the page stands, and nothing that it needs is late because of the video. */
const CALM_MS = 1500;

/**
 * What plays before there is a video: one by the built-in engine where there is one, or the
 * drawing. The box stops both, and the floor with them; the drawing and the floor without scripting
 * too.
 */
export function SampleVideo() {
  const video = useSignal("");
  const pause = useRef<HTMLInputElement>(null);
  const player = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const { sample = "" } = document.getElementById("studio")?.dataset ?? {};
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const timer = setTimeout(() => video.value = isStill ? "" : sample, CALM_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <input
        ref={pause}
        type="checkbox"
        class="pause"
        aria-label="Pause the sample video"
        onChange={({ currentTarget }) =>
          currentTarget.checked ? player.current?.pause() : player.current?.play()}
      />
      {video.value === "" ? <SampleScene /> : (
        <video
          ref={player}
          class="h-full w-full object-cover animate-arrive"
          src={video.value}
          aria-label="Sample video"
          autoplay={!pause.current?.checked}
          muted
          loop
          playsInline
        />
      )}
    </>
  );
}
