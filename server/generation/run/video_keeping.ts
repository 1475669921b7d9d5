import type { VideoMarks } from "../../../contract/video_marks.ts";
import type { VideoFacts } from "../../../contract/generation.ts";
import type { Log } from "../../log.ts";
import type { FrameSize } from "../../../contract/frame_size.ts";
import type { Picture, ProviderVideo, RgbPicture } from "../ports/provider.ts";
import type { VideoDraft, VideoStore } from "../ports/video_store.ts";
import type { Model } from "../../models/model.ts";
import type { Claim } from "./claim.ts";
import { videoMarksOf } from "./video_marking.ts";

/** What a video is kept with. */
export interface VideoKeeping {
  readonly videos: VideoStore;
  /**
   * Checks the video in the file, puts its index first and writes the marks into it.
   *
   * @throws {ProviderError} `bad-output` or `unplayable-codec` when browsers cannot play it
   */
  readonly finishVideo: (path: string, marks: VideoMarks) => Promise<VideoFacts>;
  /** The JPEG of a frame, whose pixels it may take away. */
  readonly encodeFrame: (
    frame: RgbPicture,
    signal: AbortSignal,
  ) => Promise<Uint8Array<ArrayBuffer>>;
  readonly maxVideoBytes: number;
  readonly log: Log;
}

/** What belongs to one video. */
export interface KeptVideo {
  /** The video as it came. */
  readonly made: Omit<ProviderVideo, "kind">;
  readonly claim: Claim;
  readonly model: Model;
  /** Opens the picture that the video was made of. */
  readonly openPicture: () => Promise<Picture>;
}

/** Longest side of a poster in pixels; larger videos are played, not looked at. */
const MAX_POSTER_SIDE = 2048;

/**
 * Stores a provider's video with its poster: written, finished, and visible only then. Nothing
 * stays behind when it throws.
 *
 * @throws {ProviderError} when the video breaks off, is too long or cannot be played
 * @throws {StorageError} when it cannot be written
 * @throws the claim's reason when the run is broken off
 */
export async function keepVideo(video: KeptVideo, dependencies: VideoKeeping): Promise<VideoFacts> {
  const { signal, generation } = video.claim;
  // A stream that ends with the run, whatever the provider does.
  const stream = video.made.bytes.pipeThrough(new TransformStream(), { signal });
  const { videos, maxVideoBytes } = dependencies;
  const draft = await videos.write(generation.id, stream, { maxBytes: maxVideoBytes });
  try {
    return await publish(draft, video, dependencies);
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

async function publish(
  draft: VideoDraft,
  video: KeptVideo,
  dependencies: VideoKeeping,
): Promise<VideoFacts> {
  const { claim, model, made: { labelCode } } = video;
  const { finishVideo, log } = dependencies;
  const marks = videoMarksOf({ ...claim.generation, route: claim.route }, model, labelCode);
  const finished = await finishVideo(draft.path, marks);
  const { width, height, frames, framesPerSecond, durationSeconds, bytes } = finished;
  const { codec, wasSigned } = finished;
  const addPoster = async () => {
    const jpeg = await drawPoster(video, { width, height }, dependencies);
    await draft.addPoster(jpeg);
    return jpeg.length;
  };
  const posterBytes = await addPoster().catch((error) => {
    // A video without a poster is still a video.
    log.info("poster not made", { id: claim.generation.id, cause: String(error) });
    return undefined;
  });
  // The last look before the video becomes visible: is it still this runner's, still wanted?
  await claim.renew();
  claim.signal.throwIfAborted();
  await draft.publish();
  return {
    ...{ width, height, frames, durationSeconds },
    ...(framesPerSecond === undefined ? {} : { framesPerSecond }),
    bytes,
    ...(codec === undefined ? {} : { codec }),
    ...(wasSigned ? { wasSigned } : {}),
    ...(posterBytes === undefined ? {} : { posterBytes }),
    ...(labelCode === undefined ? {} : { labelCode }),
  };
}

/** What the video begins with: the frame that came with it, or else the picture as it was sent. */
async function drawPoster(
  { claim: { signal }, openPicture, made: { firstFrame } }: KeptVideo,
  size: FrameSize,
  { encodeFrame }: VideoKeeping,
): Promise<Uint8Array<ArrayBuffer>> {
  if (firstFrame !== undefined) return await encodeFrame(firstFrame, signal);
  const scale = Math.min(1, MAX_POSTER_SIDE / Math.max(size.width, size.height));
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  return await (await openPicture()).jpeg({ width, height }, signal);
}
