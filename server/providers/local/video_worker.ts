/** The video worker: moves a camera through a picture and encodes what it sees. Needs no permission. */
import { type JobContext, serveJobs } from "../../workers/worker_jobs.ts";
import { createEncoder } from "./encoder.ts";
import { openFrames } from "./video_frames.ts";
import { type DrawnVideo, labelOf, type VideoJob, type VideoProgress } from "./video_jobs.ts";
import { rgbFromI420 } from "./i420.ts";
import { labelWords } from "../../wording/labels.ts";
import { remux } from "./remux.ts";

serveJobs<VideoJob, DrawnVideo, VideoProgress>(async (job, context) => {
  const video = await drawVideo(job, context);
  return { result: video, transfer: [video.file.buffer, video.firstFrame.data.buffer] };
});

async function drawVideo(job: VideoJob, context: JobContext<VideoProgress>): Promise<DrawnVideo> {
  const { framesPerSecond } = job.motion;
  const video = openFrames(job);
  const { hasDepth } = video;
  const encoder = await createEncoder(job.size, framesPerSecond);
  try {
    const first = video.draw(0);
    const firstFrame = rgbFromI420(first);
    for (let index = 0; index < job.frames; index++) {
      if (context.isCanceled()) return { file: new Uint8Array(), hasDepth, firstFrame };
      encoder.add(index === 0 ? first : video.draw(index));
      context.report(index + 1);
    }
    const file = await remux(encoder.finish(), {
      framesPerSecond,
      title: "AI Lounge After Dark",
      comment: labelWords(labelOf({ hasDepth })),
    });
    return { file, hasDepth, firstFrame };
  } finally {
    encoder.close();
  }
}
