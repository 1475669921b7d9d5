import { drawPicture } from "../tests/pictures.ts";
import type { AcceptedGeneration, GenerationView } from "../contract/generation.ts";
import { hasEnded } from "../contract/generation_state.ts";
import { read } from "./measure.ts";
import type { ServerProcess } from "./processes.ts";

/** What a crowd of visitors met. */
export interface CrowdFigures {
  readonly succeeded: number;
  /** From the first submission to the last video, in seconds. */
  readonly seconds: number;
  /** 99th percentile of the page's answer meanwhile, in milliseconds. */
  readonly pageP99Ms: number;
}

const POLL_MS = 500;

/**
 * Submits `size` pictures at once, each by a visitor of its own, and asks for the front page over and
 * over until the last video is there.
 */
export async function meetCrowd(app: ServerProcess, size: number): Promise<CrowdFigures> {
  const picture = await drawPicture({ width: 1024, height: 576 });
  const startedAt = performance.now();
  let isOver = false;
  const pages = timePages(app.url, () => isOver);
  const states = await Promise.all(Array.from({ length: size }, () => generate(app.url, picture)));
  isOver = true;
  const seconds = (performance.now() - startedAt) / 1000;
  const durations = (await pages).sort((a, b) => a - b);
  return {
    succeeded: states.filter((state) => state === "succeeded").length,
    seconds,
    pageP99Ms: durations[Math.floor(durations.length * 0.99)] ?? NaN,
  };
}

async function generate(
  url: string,
  picture: Uint8Array<ArrayBuffer>,
): Promise<GenerationView["state"]> {
  const body = new FormData();
  body.append("image", new Blob([picture]), "photo.jpg");
  const accepted = await fetch(`${url}/generate`, {
    method: "POST",
    body,
    headers: { prefer: "respond-async" },
  });
  if (accepted.status !== 202) throw new Error(`${accepted.status}: ${await accepted.text()}`);
  const { status } = await accepted.json() as AcceptedGeneration;
  while (true) {
    const response = await fetch(url + status, { headers: { accept: "application/json" } });
    const view = await response.json() as GenerationView;
    if (hasEnded(view)) return view.state;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function timePages(url: string, isOver: () => boolean): Promise<number[]> {
  const durations: number[] = [];
  while (!isOver()) {
    const startedAt = performance.now();
    await read(url);
    durations.push(performance.now() - startedAt);
  }
  return durations;
}
