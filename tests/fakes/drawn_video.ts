/** Frame size, length and pace of a drawn video. */
export interface DrawnVideoOptions {
  /** In pixels, even. */
  readonly width: number;
  /** In pixels, even. */
  readonly height: number;
  readonly frames: number;
  readonly framesPerSecond: number;
}

const AS_STABLE_VIDEO_DIFFUSION: DrawnVideoOptions = {
  width: 1024,
  height: 576,
  frames: 25,
  framesPerSecond: 7,
};

let remembered: Promise<Uint8Array<ArrayBuffer>> | undefined;

/**
 * A real H.264 video with the shape of a Stable Video Diffusion XT one, drawn once per process in
 * about a second. Its index (`moov`) stands at the end, where diffusers leaves it too.
 */
export function drawnVideo(): Promise<Uint8Array<ArrayBuffer>> {
  return remembered ??= drawVideo(AS_STABLE_VIDEO_DIFFUSION);
}

/** Bytes that begin as an MP4 does and are nothing more: for tests in which nobody plays them. */
export function mockVideo(length: number): Uint8Array<ArrayBuffer> {
  const video = new Uint8Array(length).map((_, index) => index * 31 + (index >> 8));
  video.set([0, 0, 0, 24, ...new TextEncoder().encode("ftypisom")]);
  return video;
}

async function drawVideo(options: DrawnVideoOptions): Promise<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(new URL("./drawn_video_worker.ts", import.meta.url), {
    type: "module",
  });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => reject(new Error(event.message));
  worker.postMessage(options);
  return await promise.finally(() => worker.terminate());
}
