import type { ProgressView } from "../../../contract/generation.ts";
import type { Charged } from "../../../contract/problem.ts";
import { LoungeError } from "../../../server/errors.ts";
import { followOperation, WorkEnded } from "../../../server/generation/run/operation_following.ts";
import type { Model } from "../../../server/models/model.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import { defaultSettings } from "../../../server/models/settings.ts";
import { InferenceProviders } from "../../../server/providers/inference_providers.ts";
import type {
  ProviderCall,
  ProviderOperation,
  VideoRequest,
} from "../../../server/generation/ports/provider.ts";
import { ProviderMapping } from "../../../server/providers/provider_mapping.ts";
import { mockVideo } from "../../fakes/drawn_video.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake_hugging_face.ts";
import { progressView } from "../../../server/wording/progress.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";
import { QUEUE_SCENARIOS, SCENARIO_MODELS } from "../../fakes/queue_scenarios.ts";

/** The token that must reach the router and the Hub, and nobody else. */
export const TOKEN = "hf_planted0123456789SECRET";
/** The video that the fake sends. */
export const VIDEO = mockVideo(20_000);
/** The picture that is sent. */
export const JPEG = new Uint8Array(30_000).map((_, index) => index * 7);
/** Longer than the video, shorter than the endless ones. */
export const MAX_VIDEO_BYTES = 100_000;
/** Waits up to this are skipped; all deadlines of calls are longer. */
const SKIPPED_MS = 10_000;

const registry = await openRegistry();

/** A model behind the router, the fake it talks to, and the levers of a test. */
export interface RoutedHarness extends AsyncDisposable {
  readonly fake: FakeHuggingFace;
  readonly clock: ManualClock;
  readonly model: Model;
  readonly provider: InferenceProviders;
  readonly reports: ProgressView[];
  /** What the provider said of its submissions. */
  readonly marks: string[];
  /** What was to be stored of its operation meanwhile. */
  readonly notes: ProviderOperation["operation"][];
  readonly controller: AbortController;
  readonly call: ProviderCall;
  /** What `start` sends. */
  readonly request: VideoRequest;
  start(): Promise<ProviderOperation>;
  /** Starts, follows to the end and reads the video. */
  video(): Promise<Uint8Array>;
  /** How that ended. */
  ending(): Promise<Ending>;
}

/** How a generation ended; `error` is the failure itself. */
export interface Ending {
  readonly state: "succeeded" | "failed";
  readonly code?: string;
  readonly charged?: Charged;
  readonly error?: LoungeError;
}

/** What a test changes. */
export interface RoutedStudioOptions {
  readonly modelId?: string;
  readonly visitorToken?: string;
  readonly instanceToken?: string | null;
  readonly billTo?: string;
  readonly knownPricesOnly?: boolean;
  readonly resultHostsAllowed?: readonly string[];
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly routerUrl?: string;
  readonly fetch?: typeof fetch;
  readonly jpeg?: Uint8Array<ArrayBuffer>;
}

/** Opens a studio for the model of a scenario, which its provider alone serves. */
export function openScenario(
  name: string,
  options: RoutedStudioOptions = {},
): RoutedHarness {
  const scenario = QUEUE_SCENARIOS.get(name);
  if (!scenario) throw new Error(`There is no scenario ${name}.`);
  const { provider } = scenario;
  const { modelId, hubId, providerModel } = SCENARIO_MODELS[provider];
  const harness = openRoutedHarness({ modelId, ...options });
  harness.fake.hub.map(hubId, { [provider]: providerModel });
  harness.fake.play(provider, name);
  return harness;
}

/** Opens a studio for a model of the registry, as all its providers serve it. */
export function openRoutedHarness(
  { modelId = "wan-2.2-a14b", visitorToken, instanceToken = TOKEN, ...options }:
    RoutedStudioOptions = {},
): RoutedHarness {
  const fake = startFakeHuggingFace({ video: VIDEO });
  const clock = new ManualClock({ skipUpToMs: SKIPPED_MS });
  const model = registry.find(modelId);
  if (!model) throw new Error(`The registry has no model ${modelId}.`);
  const token = instanceToken === null ? {} : { token: instanceToken };
  const provider = new InferenceProviders({
    model,
    mapping: new ProviderMapping({ hubUrl: fake.hubUrl, clock: new ManualClock(), ...token }),
    routerUrl: fake.routerUrl,
    timeoutMs: 600_000,
    maxVideoBytes: MAX_VIDEO_BYTES,
    resultHostsAllowed: [fake.resultHost],
    clock,
    random: () => 1,
    ...token,
    ...options,
  });
  const reports: ProgressView[] = [];
  const marks: string[] = [];
  const notes: ProviderOperation["operation"][] = [];
  const controller = new AbortController();
  const call: ProviderCall = {
    signal: controller.signal,
    report: (step) => reports.push(progressView(step)),
    submitting: (route) => mark(`submitting to ${route?.provider}`),
    notStarted: () => mark("not started"),
    ...(visitorToken === undefined ? {} : { visitorToken: () => Promise.resolve(visitorToken) }),
  };
  const mark = (name: string) => {
    marks.push(name);
    return Promise.resolve();
  };
  const request = requestOf(model, options.jpeg ?? JPEG);
  const start = () => provider.start(request, call);
  const keep = async ({ bytes }: { bytes: ReadableStream<Uint8Array<ArrayBuffer>> }) =>
    await new Blob(await Array.fromAsync(bytes)).bytes();
  const video = async () => {
    const { operation } = await start();
    // Through JSON, as the store keeps it.
    const stored = JSON.parse(JSON.stringify(operation));
    const note = (operation: ProviderOperation["operation"]) => void notes.push(operation);
    return await followOperation(stored, {
      ...{ provider, call, clock, keep },
      isNew: true,
      note: (operation) => Promise.resolve(note(operation)),
      onDone: () => {},
      onOdd: () => {},
    });
  };
  const ending = async (): Promise<Ending> => {
    try {
      await video();
      return { state: "succeeded" };
    } catch (thrown) {
      const error = thrown instanceof WorkEnded ? thrown.failure : thrown;
      if (!(error instanceof LoungeError)) throw error;
      return { state: "failed", code: error.code, charged: error.charged, error };
    }
  };
  const levers = { fake, clock, model, provider, reports, marks, notes, controller, call, request };
  return { ...levers, start, video, ending, [Symbol.asyncDispose]: () => fake.close() };
}

function requestOf(model: Model, jpeg: Uint8Array<ArrayBuffer>): VideoRequest {
  const { prompt } = model;
  return {
    picture: {
      width: 1600,
      height: 900,
      jpeg: () => Promise.resolve(jpeg),
      rgb: () => Promise.reject(new Error("Providers behind the router take a JPEG.")),
    },
    size: model.sizes[0],
    seed: 7,
    settings: defaultSettings(model),
    ...(prompt.need === "none" ? {} : { prompt: "A slow, steady push towards the subject" }),
  };
}
