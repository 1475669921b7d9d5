import { finishVideo } from "../server/videos/video_finishing.ts";

/** A video as it is kept, with what its finishing found out. */
export interface FinishedSample {
  readonly video: Uint8Array<ArrayBuffer>;
  readonly facts: Awaited<ReturnType<typeof finishVideo>>;
}

/** Finishes a copy of the video, as every video is before it is published. */
export async function finishSample(video: Uint8Array): Promise<FinishedSample> {
  const path = await Deno.makeTempFile({ suffix: ".mp4" });
  try {
    await Deno.writeFile(path, video);
    const facts = await finishVideo(path, {
      title: "A video",
      recipe: { v: 1, app: "AI Lounge After Dark", model: "any", seed: 1 },
      source: "trained-model",
    });
    return { video: await Deno.readFile(path), facts };
  } finally {
    await Deno.remove(path);
  }
}
