import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ExampleCard } from "../components/examples/ExampleCard.tsx";
import type { ExampleList } from "../contract/example.ts";
import { pause } from "./following/pause.ts";

const POLL_MS = 1500;

/** The example videos: those that are ready play while they are in view, the others are waited for. */
export default function ExampleShow({ exampleList }: { readonly exampleList: ExampleList }) {
  const current = useSignal(exampleList);
  const list = useRef<HTMLUListElement>(null);
  const { examples, areAllReady } = current.value;
  const ready = examples.filter(({ url }) => url !== undefined).length;

  useEffect(() => {
    const leaving = new AbortController();
    if (!areAllReady) follow(leaving.signal, (next) => current.value = next).catch(() => {});
    return () => leaving.abort();
  }, []);
  useEffect(() => playInView(list.current), [ready]);

  return (
    <>
      <p class="mt-4 text-note text-amber note" role="status">
        {areAllReady ? "" : `In the making: ${ready} of ${examples.length} are ready.`}
      </p>
      <ul ref={list} class="mt-6 grid gap-6 md:grid-cols-2 lg:grid-cols-3">
        {examples.map((example) => (
          <li key={example.id} class="min-w-0">
            <ExampleCard example={example} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Asks until all are ready; what goes wrong on the way is asked for again. */
async function follow(
  signal: AbortSignal,
  onChange: (exampleList: ExampleList) => void,
): Promise<void> {
  while (!signal.aborted) {
    await pause(POLL_MS, signal);
    const headers = { accept: "application/json" };
    const answer = await fetch("/examples", { headers, signal }).catch(() => undefined);
    if (!answer?.ok) continue;
    const exampleList: ExampleList = await answer.json();
    onChange(exampleList);
    if (exampleList.areAllReady) return;
  }
}

/** How much of a video has to be in view before it plays. */
const SHARE_IN_VIEW = 0.6;

/** Plays the videos in `container` while they are in view, where motion is welcome; the result stops. */
function playInView(container: Element | null): (() => void) | undefined {
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
