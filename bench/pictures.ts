/** What it takes to prepare pictures, and what the server notices of it. */
import { join } from "node:path";
import { PictureProcessor } from "../server/pictures/picture_processor.ts";
import { fileSource } from "../tests/picture_sources.ts";
import { drawPicture } from "../tests/pictures.ts";

/** Figures of a camera's picture, in milliseconds. */
export interface PictureFigures {
  /** Median from the file to the model's JPEG: decode, crop, encode. */
  readonly prepareMs: number;
  /** 99th percentile of how late the event loop was meanwhile. */
  readonly delayP99Ms: number;
}

const CAMERA = { width: 4000, height: 3000, orientation: 6, isGrainy: true };
const FRAME = { width: 1024, height: 576 };
const ROUNDS = 20;

/** Prepares a 12-megapixel JPEG again and again, each time around another focal point. */
export async function benchPicture(folder: string): Promise<PictureFigures> {
  const path = join(folder, "camera.jpg");
  await Deno.writeFile(path, await drawPicture(CAMERA));
  const processor = new PictureProcessor();
  const durations: number[] = [];
  try {
    await processor.warm();
    const watch = watchEventLoop();
    for (let round = 0; round < ROUNDS; round++) {
      const startedAt = performance.now();
      const crop = { x: round / ROUNDS, y: 1 - round / ROUNDS, zoom: 1 + round % 3 / 4 };
      const { signal } = new AbortController();
      const picture = await processor.open(await fileSource(path), { crop, signal });
      await picture.jpeg(FRAME, signal);
      durations.push(performance.now() - startedAt);
    }
    const delayP99Ms = watch.stop();
    durations.sort((a, b) => a - b);
    return { prepareMs: durations[durations.length >> 1] ?? NaN, delayP99Ms };
  } finally {
    processor.close();
  }
}

const EVERY_MS = 5;

/** A watch over how late the event loop comes to its timers. */
interface EventLoopWatch {
  /** Ends it; returns the 99th percentile of the delays in milliseconds. */
  stop(): number;
}

/**
 * Starts to watch. Timers are measured here because `monitorEventLoopDelay` of `node:perf_hooks` does not
 * see a blocked loop under Deno.
 */
function watchEventLoop(): EventLoopWatch {
  const delays: number[] = [];
  let dueAt = performance.now() + EVERY_MS;
  let timer = setTimeout(tick, EVERY_MS);
  function tick(): void {
    const now = performance.now();
    delays.push(Math.max(now - dueAt, 0));
    dueAt = now + EVERY_MS;
    timer = setTimeout(tick, EVERY_MS);
  }
  return {
    stop() {
      clearTimeout(timer);
      delays.sort((a, b) => a - b);
      return delays[Math.floor(delays.length * 0.99)] ?? NaN;
    },
  };
}
