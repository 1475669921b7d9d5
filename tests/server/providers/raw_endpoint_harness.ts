import type { ProgressFacts, ProgressView } from "../../../contract/generation.ts";
import type { ProviderCall, VideoRequest } from "../../../server/generation/ports/provider.ts";
import type { Model } from "../../../server/models/model.ts";
import { RawEndpointProvider } from "../../../server/providers/raw_endpoint.ts";
import { mockVideo } from "../../fakes/drawn_video.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake_hugging_face.ts";
import { progressView } from "../../../server/wording/progress.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";

/** The token that must turn up in its own header and nowhere else. */
export const TOKEN = "hf_planted0123456789SECRET";
/** The video that the fake sends. */
export const VIDEO = mockVideo(200_000);
/** The picture that is sent, larger than what one TCP read takes. */
export const JPEG = new Uint8Array(150_000).map((_, index) => index * 7);
/** Time that a video may take, in milliseconds. */
export const TIMEOUT_MS = 600_000;

/** A provider, the fake it talks to, and the levers of a test. */
export interface Studio extends AsyncDisposable {
  readonly fake: FakeHuggingFace;
  readonly clock: ManualClock;
  readonly reports: ProgressView[];
  /** What the provider said of its submissions, with the number of requests by then. */
  readonly marks: string[];
  /** Resolves when the first wait is reported. */
  readonly waiting: Promise<void>;
  /** Cancels the call. */
  readonly controller: AbortController;
  /** Starts a video; resolves with its stream. */
  start(): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  /** Starts a video and reads it to its end. */
  video(): Promise<Uint8Array>;
}

/** What a test changes. */
export interface StudioOptions {
  /** Whether waits before retries end at once. */
  readonly waitsPass?: boolean;
  /** Put behind the endpoint's address. */
  readonly query?: string;
  readonly model?: Pick<Model, "controls" | "usualSeconds">;
}

/** Opens a studio whose provider posts to the given scenario of a fake of its own. */
export function openHarness(
  scenario: string,
  { waitsPass = true, query = "", ...options }: StudioOptions = {},
): Studio {
  const fake = startFakeHuggingFace({ video: VIDEO });
  const clock = new ManualClock({ skipUpToMs: waitsPass ? 60_000 : 0 });
  const provider = new RawEndpointProvider({
    ...options,
    url: fake.endpoint(scenario) + query,
    token: TOKEN,
    fetch,
    clock,
    random: () => 1,
    timeoutMs: TIMEOUT_MS,
    maxVideoBytes: 1_000_000,
  });
  const reports: ProgressView[] = [];
  const waiting = Promise.withResolvers<void>();
  const report = (step: ProgressFacts) => {
    reports.push(progressView(step));
    if (step.stage === "waiting") waiting.resolve();
  };
  const controller = new AbortController();
  const marks: string[] = [];
  const mark = (name: string) => {
    marks.push(`${name} after ${fake.requests.length}`);
    return Promise.resolve();
  };
  const call: ProviderCall = {
    signal: controller.signal,
    report,
    submitting: () => mark("submitting"),
    notStarted: () => mark("not started"),
  };
  const start = async () => (await provider.start(REQUEST, call)).bytes;
  const video = async () => await new Blob(await Array.fromAsync(await start())).bytes();
  return {
    fake,
    clock,
    reports,
    marks,
    waiting: waiting.promise,
    controller,
    start,
    video,
    [Symbol.asyncDispose]: () => fake.close(),
  };
}

const REQUEST: VideoRequest = {
  picture: {
    width: 1600,
    height: 900,
    jpeg: () => Promise.resolve(JPEG),
    rgb: () => Promise.reject(new Error("The raw endpoint takes a JPEG.")),
  },
  size: { width: 1024, height: 576 },
  seed: 7,
  settings: {},
};
