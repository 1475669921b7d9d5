/** The film worker: moves a camera over a picture and encodes what it sees. Needs no permission. */
import { type JobContext, serveJobs } from "../../media/worker_jobs.ts";
import { cameraMove } from "./camera_move.ts";
import { createEncoder } from "./encoder.ts";
import type { FilmFile, FilmJob, FilmProgress } from "./film_jobs.ts";
import { sampleFrame } from "./frame_sampler.ts";
import { createI420, i420FromRgb } from "./i420.ts";
import { LOCAL_ENGINE_LABEL } from "./label.ts";
import { remux } from "./remux.ts";

serveJobs<FilmJob, FilmFile, FilmProgress>(async (job, context) => {
  const film = await drawFilm(job, context);
  return { result: film, transfer: [film.buffer] };
});

async function drawFilm(job: FilmJob, context: JobContext<FilmProgress>): Promise<FilmFile> {
  const { frames, framesPerSecond } = job;
  const source = i420FromRgb(job.source);
  const frame = createI420(job.size);
  const move = cameraMove(job.seed);
  const encoder = await createEncoder(job.size, framesPerSecond);
  try {
    for (let index = 0; index < frames; index++) {
      if (context.isCanceled()) return new Uint8Array();
      sampleFrame(source, move(index / Math.max(frames - 1, 1)), frame);
      encoder.add(frame);
      context.report(index + 1);
    }
    return await remux(encoder.finish(), {
      framesPerSecond,
      title: "AI Lounge After Dark",
      comment: LOCAL_ENGINE_LABEL,
    });
  } finally {
    encoder.close();
  }
}
