import { join } from "node:path";
import type { VideoMarks } from "../../../../contract/video_marks.ts";
import { RECIPE_APP } from "../../../../contract/video_recipe.ts";
import { finishVideo } from "../../../videos/video_finishing.ts";
import { WorkerQueue } from "../../../workers/worker_queue.ts";
import type { FrameSize } from "../../../../contract/frame_size.ts";
import type { Picture, RgbPicture, VideoProvider } from "../../../generation/ports/provider.ts";
import { type Example, EXAMPLES } from "./example_list.ts";
import { labelWords } from "../../../wording/labels.ts";
import type { SceneJob } from "./scene_worker.ts";

/** How example videos are made. */
export interface ExampleVideoOptions {
  readonly signal: AbortSignal;
  /** Size of the frames. */
  readonly size: FrameSize;
  /** Which videos; all where it is left out. */
  readonly examples?: readonly Example[];
  /** Called before each video, with its number from 1. */
  readonly report?: (example: Example, video: number) => void;
}

const MODEL = "local-motion";
const SEED = 7;
const SCENE_TIMEOUT_MS = 60_000;
/** Drafts, and what `finishVideo` has beside them. */
const DRAFT = /\.part(\.new)?$/;
/** No draft is written for so long. */
const DRAFT_MS = 10 * 60_000;

/** The file of an example's video in its folder. */
export function exampleFile(example: Example): string {
  return `${example.id}.mp4`;
}

/** What an example's video is, in words. */
export function exampleLabel({ isFlat = false }: Example): string {
  return labelWords(isFlat ? "simulated-move" : "simulated-depth");
}

/**
 * Draws the examples' pictures and has `engine` make their videos, one after the other, as MP4s in
 * `directory`, which is made where it is missing. A video that is there already is left alone; others
 * appear whole or not at all.
 *
 * @throws {CanceledError} when the signal aborts
 * @throws {ProviderError} when the engine fails
 */
export async function makeExampleVideos(
  engine: Pick<VideoProvider, "start">,
  directory: string,
  { signal, size, examples = EXAMPLES, report = () => {} }: ExampleVideoOptions,
): Promise<void> {
  const scenes = new WorkerQueue<SceneJob, RgbPicture>({
    url: new URL("./scene_worker.ts", import.meta.url),
    permissions: "none",
    timeoutMs: SCENE_TIMEOUT_MS,
  });
  await Deno.mkdir(directory, { recursive: true });
  try {
    await sweepDrafts(directory);
    for (const [index, example] of examples.entries()) {
      const path = join(directory, exampleFile(example));
      if (await exists(path)) continue;
      report(example, index + 1);
      const picture: Picture = {
        ...size,
        jpeg: () => Promise.reject(new Error("A drawn scene has no JPEG")),
        rgb: (wanted) =>
          scenes.run(() => ({ input: { id: example.id, size: wanted } }), { signal }),
      };
      await writeVideo(engine, path, { example, picture, size, signal });
    }
  } finally {
    scenes.close();
  }
}

async function writeVideo(
  engine: Pick<VideoProvider, "start">,
  path: string,
  { example, picture, size, signal }: {
    example: Example;
    picture: Picture;
    size: FrameSize;
    signal: AbortSignal;
  },
): Promise<void> {
  const free = () => Promise.resolve();
  const made = await engine.start(
    { picture, size, seed: SEED, settings: example.settings },
    { signal, report: () => {}, submitting: free, notStarted: free },
  );
  if (made.kind !== "video") throw new TypeError("Example videos come from an engine that answers");
  // Another process may be making the same video.
  const draft = `${path}.${crypto.randomUUID()}.part`;
  try {
    await Deno.writeFile(draft, made.bytes);
    await finishVideo(draft, marksOf(example));
    await Deno.rename(draft, path);
  } catch (error) {
    await Deno.remove(draft).catch(() => {});
    throw error;
  }
}

/** The example says how it was made, like any other video. */
function marksOf(example: Example): VideoMarks {
  const { settings } = example;
  return {
    title: exampleLabel(example),
    recipe: { v: 1, app: RECIPE_APP, model: MODEL, seed: SEED, settings },
    source: "altered-picture",
  };
}

/** Removes what a crash has left; drafts of late may be another process's. */
async function sweepDrafts(directory: string): Promise<void> {
  for await (const { name } of Deno.readDir(directory)) {
    if (!DRAFT.test(name)) continue;
    const path = join(directory, name);
    const { mtime } = await Deno.stat(path);
    if (Date.now() - Number(mtime) > DRAFT_MS) await Deno.remove(path);
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
