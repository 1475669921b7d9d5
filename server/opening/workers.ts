import { PictureProcessor } from "../pictures/picture_processor.ts";
import { LocalEngine } from "../providers/local/local_engine.ts";

/** The threads that read pictures and draw videos. Their first job takes a second or two. */
export interface Workers {
  readonly pictures: PictureProcessor;
  readonly engine: LocalEngine;
}

/** Starts no thread yet: that is for the first job, or `warmUp`. */
export function openWorkers(): Workers {
  return { pictures: new PictureProcessor(), engine: new LocalEngine() };
}

/** Ends the threads at once; what they work on fails as canceled. */
export function closeWorkers({ pictures, engine }: Workers): void {
  pictures.close();
  engine.close();
}
