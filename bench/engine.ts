// deno-lint-ignore-file no-console -- this tool's answer
import { join } from "node:path";
import { PictureProcessor } from "../server/pictures/picture_processor.ts";
import { LocalEngine } from "../server/providers/local/local_engine.ts";
import type { FrameSize } from "../contract/frame_size.ts";
import type { Picture, VideoRequest } from "../server/generation/ports/provider.ts";
import { fileSource } from "../tests/picture_sources.ts";
import { drawPicture } from "../tests/pictures.ts";
import { postOnPlain } from "../tests/server/providers/local/drawn_scenes.ts";
import { watchLongestDelay } from "./measure.ts";

const ROUNDS = 5;
const FRAME: FrameSize = { width: 1024, height: 576 };
/** How many frames, and the settings that make them. */
const VIDEOS = [
  { frames: 25, settings: { seconds: 2.5, fps: 10 } },
  { frames: 36, settings: {} },
  { frames: 72, settings: { seconds: 3, fps: 24 } },
] as const;
const MANY = 300;
const FIRST = 30;
const MANY_SIZES: readonly FrameSize[] = [
  { width: 320, height: 192 },
  { width: 192, height: 320 },
  { width: 512, height: 288 },
];
const MIB = 1024 * 1024;

const { signal } = new AbortController();

/**
 * Prints how long the local engine takes once it is warm, how late the main thread's events were
 * meanwhile, and how much memory hundreds of videos leave behind.
 */
export async function benchEngine(folder: string): Promise<void> {
  const processor = new PictureProcessor();
  const engine = new LocalEngine();
  try {
    await Promise.all([processor.warm(), engine.warm()]);
    const path = join(folder, "large.jpg");
    await Deno.writeFile(path, await drawPicture({ width: 4000, height: 3000, orientation: 6 }));
    const preparing = await watched(() => prepare(processor, path));
    console.log(`prepare a 12-megapixel JPEG: ${words(preparing)}`);
    for (const { frames, settings } of VIDEOS) {
      const figures = await watched(() => makeVideo(engine, { settings }));
      console.log(`${frames} frames at ${FRAME.width}×${FRAME.height}: ${words(figures)}`);
    }
    await benchMemory(engine);
  } finally {
    engine.close();
    processor.close();
  }
}

async function prepare(processor: PictureProcessor, path: string): Promise<void> {
  const picture = await processor.open(await fileSource(path), { signal });
  await picture.rgb({ width: 1280, height: 720 }, signal);
}

/** A scene that has depth, drawn beforehand for each size. */
const drawn = new Map<string, Uint8Array>();
function scene(size: FrameSize): Picture {
  return {
    ...size,
    jpeg: () => Promise.reject(new Error("A drawn scene has no JPEG")),
    rgb: (wanted) => {
      const key = `${wanted.width}×${wanted.height}`;
      const data = drawn.get(key) ?? postOnPlain(wanted).data;
      drawn.set(key, data);
      return Promise.resolve({ ...wanted, data: data.slice() });
    },
  };
}

async function makeVideo(engine: LocalEngine, options: Partial<VideoRequest>): Promise<void> {
  const { size = FRAME } = options;
  const request = { picture: scene(size), size, seed: 1, settings: {}, ...options };
  const { bytes } = await engine.start(request, { signal, report: () => {} });
  await bytes.pipeTo(new WritableStream());
}

async function benchMemory(engine: LocalEngine): Promise<void> {
  const settings = { seconds: 1, fps: 8 };
  let early = NaN;
  for (let video = 1; video <= MANY; video++) {
    const size = MANY_SIZES[video % MANY_SIZES.length];
    await makeVideo(engine, { settings, seed: video, ...(size ? { size } : {}) });
    if (video === FIRST) early = Deno.memoryUsage().rss / MIB;
  }
  const late = Deno.memoryUsage().rss / MIB;
  console.log(
    `memory after ${FIRST} videos: ${early.toFixed(0)} MiB, after ${MANY}: ${late.toFixed(0)} MiB`,
  );
}

interface Figures {
  readonly fastestMs: number;
  readonly medianMs: number;
  readonly latenessP99Ms: number;
}

/** Does something several times, watching how late the main thread's events are. */
async function watched(work: () => Promise<void>): Promise<Figures> {
  await work();
  const watch = watchLongestDelay();
  const durations: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await work();
    durations.push(performance.now() - startedAt);
  }
  const latenessP99Ms = watch.stop();
  durations.sort((a, b) => a - b);
  return { fastestMs: durations[0] ?? NaN, medianMs: durations[ROUNDS >> 1] ?? NaN, latenessP99Ms };
}

function words({ fastestMs, medianMs, latenessP99Ms }: Figures): string {
  return `${(fastestMs / 1000).toFixed(2)} s at best, ${(medianMs / 1000).toFixed(2)} s median, ` +
    `event loop p99 ${latenessP99Ms.toFixed(1)} ms late`;
}
