import { join } from "node:path";
import type { SiteFacts } from "../contract/site_facts.ts";
import type { Config } from "./config.ts";
import { CanceledError } from "./generation/errors.ts";
import { GenerationService, type Offer } from "./generation/generation_service.ts";
import { UploadFolder } from "./http/upload_form.ts";
import { createConsoleLog, type Log } from "./log.ts";
import { inspectFilm } from "./media/film_inspection.ts";
import { openUpload } from "./media/open_upload.ts";
import { PictureStudio } from "./media/picture_studio.ts";
import { LOCAL_MOTION, STABLE_VIDEO_DIFFUSION_XT } from "./models/model.ts";
import { systemClock } from "./providers/clock.ts";
import { LocalEngine } from "./providers/local/local_engine.ts";
import { RawEndpointProvider } from "./providers/raw_endpoint.ts";
import { describeSite } from "./site_facts.ts";
import { DiskVideoStore } from "./stores/disk_video_store.ts";
import type { VideoStore } from "./stores/video_store.ts";

/** Everything that requests are served with. */
export interface Services {
  readonly config: Config;
  readonly log: Log;
  readonly videos: VideoStore;
  readonly uploads: UploadFolder;
  readonly generations: GenerationService;
  /** The ways of making films on this instance, the default first. */
  readonly offers: readonly [Offer, ...Offer[]];
  /** Facts for the pages; `origin` stands in where `SITE_URL` is not set. */
  describeSite(origin: string): SiteFacts;
  /** Makes the folders and removes what an earlier process left behind. */
  open(): Promise<void>;
  /** Takes the workers' first slow steps, so that no visitor waits for them. Never rejects. */
  warmUp(): Promise<void>;
  /** Stops the workers. */
  close(): void;
}

/** The provider's own deadline comes first: it can say what it was waiting for. */
const PROVIDER_HEAD_START_MS = 2000;

/** Builds everything from the configuration. Opens nothing. */
export function createServices(config: Config, log: Log = createConsoleLog()): Services {
  const videos = new DiskVideoStore({ directory: config.VIDEOS_DIR });
  const uploads = new UploadFolder({
    directory: join(config.DATA_DIR, "uploads"),
    maxImageBytes: config.MAX_IMAGE_BYTES,
  });
  const pictures = new PictureStudio();
  const engine = new LocalEngine();
  const local: Offer = { model: LOCAL_MOTION, provider: engine };
  const remote = remoteOffer(config);
  const offers: readonly [Offer, ...Offer[]] = remote ? [remote, local] : [local];
  const generations = new GenerationService({
    offers,
    videos,
    openPicture: (path) => openUpload(pictures, path),
    inspectFilm,
    log,
    timeoutMs: config.GENERATION_TIMEOUT_SECONDS * 1000,
    maxFilmBytes: config.MAX_VIDEO_BYTES,
    newId: () => crypto.randomUUID(),
    now: () => performance.now(),
  });
  return {
    config,
    log,
    videos,
    uploads,
    generations,
    offers,
    describeSite: (origin) => describeSite(config, { offer: offers[0], origin }),
    async open() {
      await Deno.mkdir(config.VIDEOS_DIR, { recursive: true });
      await Promise.all([uploads.open(), videos.sweepDrafts()]);
    },
    async warmUp() {
      try {
        await pictures.warm();
        if (offers[0] === local) await engine.warm();
      } catch (error) {
        if (!(error instanceof CanceledError)) log.error("warm-up failed", { error });
      }
    },
    close() {
      pictures.close();
      engine.close();
    },
  };
}

/** Stable Video Diffusion, once there is a token or an endpoint to run it at. */
function remoteOffer(config: Config): Offer | undefined {
  const { HF_API_TOKEN, HF_ENDPOINT_URL, HF_ROUTER_URL } = config;
  if (!HF_API_TOKEN && !HF_ENDPOINT_URL) return undefined;
  const provider = new RawEndpointProvider({
    url: HF_ENDPOINT_URL ??
      `${HF_ROUTER_URL}/hf-inference/models/stabilityai/stable-video-diffusion-img2vid-xt`,
    ...(HF_API_TOKEN ? { token: HF_API_TOKEN } : {}),
    fetch,
    clock: systemClock,
    random: Math.random,
    timeoutMs: config.GENERATION_TIMEOUT_SECONDS * 1000 - PROVIDER_HEAD_START_MS,
    maxFilmBytes: config.MAX_VIDEO_BYTES,
    scaleUpTimeoutSeconds: config.GENERATION_TIMEOUT_SECONDS,
  });
  return { model: STABLE_VIDEO_DIFFUSION_XT, provider };
}
