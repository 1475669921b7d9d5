/** The scene worker: draws the pictures of the example videos. Needs no permission. */
import { serveJobs } from "../../../workers/worker_jobs.ts";
import type { FrameSize } from "../../../../contract/frame_size.ts";
import type { RgbPicture } from "../../../generation/ports/provider.ts";
import { SCENES } from "./scenes.ts";

/** What to draw. */
export interface SceneJob {
  /** Id of an example. */
  readonly id: string;
  readonly size: FrameSize;
}

serveJobs<SceneJob, RgbPicture>(({ id, size }) => {
  const draw = SCENES[id];
  if (draw === undefined) throw new Error(`There is no scene ${id}`);
  const picture = draw(size);
  return { result: picture, transfer: [picture.data.buffer] };
});
