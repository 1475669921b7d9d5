/** Frame size, length and pace of a drawn film. */
export interface DrawnFilmOptions {
  /** In pixels, even. */
  readonly width: number;
  /** In pixels, even. */
  readonly height: number;
  readonly frames: number;
  readonly framesPerSecond: number;
}

const AS_STABLE_VIDEO_DIFFUSION: DrawnFilmOptions = {
  width: 1024,
  height: 576,
  frames: 25,
  framesPerSecond: 7,
};

let remembered: Promise<Uint8Array<ArrayBuffer>> | undefined;

/**
 * A real H.264 film with the shape of a Stable Video Diffusion XT one, drawn once per process in
 * about a second. Its index (`moov`) stands at the end, where diffusers leaves it too.
 */
export function drawnFilm(): Promise<Uint8Array<ArrayBuffer>> {
  return remembered ??= drawFilm(AS_STABLE_VIDEO_DIFFUSION);
}

/** Bytes that begin as an MP4 does and are nothing more: for tests in which nobody plays them. */
export function mockFilm(length: number): Uint8Array<ArrayBuffer> {
  const film = new Uint8Array(length).map((_, index) => index * 31 + (index >> 8));
  film.set([0, 0, 0, 24, ...new TextEncoder().encode("ftypisom")]);
  return film;
}

async function drawFilm(options: DrawnFilmOptions): Promise<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(new URL("./drawn_film_worker.ts", import.meta.url), { type: "module" });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => reject(new Error(event.message));
  worker.postMessage(options);
  return await promise.finally(() => worker.terminate());
}
