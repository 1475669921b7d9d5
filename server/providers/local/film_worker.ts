/** The film worker: moves a camera through a picture and encodes what it sees. Needs no permission. */
import { type JobContext, serveJobs } from "../../workers/worker_jobs.ts";
import { createEncoder } from "./encoder.ts";
import { openFilm } from "./film_frames.ts";
import type { DrawnFilm, FilmJob, FilmProgress } from "./film_jobs.ts";
import { rgbFromI420 } from "./i420.ts";
import { labelOf } from "./label.ts";
import { remux } from "./remux.ts";

serveJobs<FilmJob, DrawnFilm, FilmProgress>(async (job, context) => {
  const film = await drawFilm(job, context);
  return { result: film, transfer: [film.file.buffer, film.firstFrame.data.buffer] };
});

async function drawFilm(job: FilmJob, context: JobContext<FilmProgress>): Promise<DrawnFilm> {
  const { framesPerSecond } = job.motion;
  const film = openFilm(job);
  const { hasDepth } = film;
  const encoder = await createEncoder(job.size, framesPerSecond);
  try {
    const first = film.draw(0);
    const firstFrame = rgbFromI420(first);
    for (let index = 0; index < job.frames; index++) {
      if (context.isCanceled()) return { file: new Uint8Array(), hasDepth, firstFrame };
      encoder.add(index === 0 ? first : film.draw(index));
      context.report(index + 1);
    }
    const file = await remux(encoder.finish(), {
      framesPerSecond,
      title: "AI Lounge After Dark",
      comment: labelOf({ hasDepth }),
    });
    return { file, hasDepth, firstFrame };
  } finally {
    encoder.close();
  }
}
