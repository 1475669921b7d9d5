import type { ProgressView } from "../../../contract/generation.ts";
import type { Charged } from "../../../contract/problem.ts";
import { LoungeError } from "../../../server/errors.ts";
import {
  followOperation,
  NeverBegan,
  WorkEnded,
} from "../../../server/generation/run/operation_following.ts";
import type {
  ProviderCall,
  ProviderOperation,
  VideoProvider,
  VideoRequest,
} from "../../../server/generation/ports/provider.ts";
import type { Model } from "../../../server/models/model.ts";
import { defaultSettings } from "../../../server/models/settings.ts";
import { progressView } from "../../../server/wording/progress.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";

/** The picture that is sent. */
export const JPEG = new Uint8Array(30_000).map((_, index) => index * 7);

/** How a generation ended; `error` is the failure itself. */
export interface OwnEnding {
  readonly state: "succeeded" | "failed" | "never-began";
  readonly code?: string;
  readonly kind?: string;
  readonly charged?: Charged;
  readonly error?: LoungeError;
}

/** A provider at a server of the operator's, and the levers of a test. */
export class OwnServerHarness {
  readonly clock: ManualClock;
  readonly reports: ProgressView[] = [];
  /** What the provider said of its submissions, with the handle where there was one. */
  readonly marks: string[] = [];
  readonly controller = new AbortController();
  readonly request: VideoRequest;
  /** The handle that was told before the work was sent. */
  toldBefore: ProviderOperation["operation"] | undefined;
  readonly #provider: VideoProvider;

  constructor(
    open: (clock: ManualClock) => VideoProvider,
    { model, prompt = "A slow push in" }: { readonly model: Model; readonly prompt?: string },
  ) {
    this.clock = new ManualClock({ skipUpToMs: 10_000 });
    this.#provider = open(this.clock);
    this.request = {
      picture: {
        width: 1600,
        height: 900,
        jpeg: () => Promise.resolve(JPEG),
        rgb: () => Promise.reject(new Error("Servers take a JPEG.")),
      },
      size: model.sizes[0],
      seed: 7,
      settings: defaultSettings(model),
      ...(model.prompt.need === "none" ? {} : { prompt }),
    };
  }

  get call(): ProviderCall {
    const mark = (name: string) => Promise.resolve(void this.marks.push(name));
    return {
      signal: this.controller.signal,
      report: (step) => this.reports.push(progressView(step)),
      submitting: (_route, operation) => {
        this.toldBefore = operation;
        return mark("submitting");
      },
      notStarted: () => mark("not started"),
    };
  }

  async start(): Promise<ProviderOperation["operation"]> {
    const started = await this.#provider.start(this.request, this.call);
    if (started.kind === "video") throw new Error("It is to be followed.");
    // Through JSON, as the store keeps it.
    return JSON.parse(JSON.stringify(started.operation));
  }

  /** Starts, follows to the end and reads the video. */
  async video(): Promise<Uint8Array> {
    return await this.follow(await this.start());
  }

  /** Follows work to its end. */
  async follow(operation: ProviderOperation["operation"]): Promise<Uint8Array> {
    return await followOperation(operation, {
      ...{ provider: this.#provider, call: this.call, clock: this.clock, isNew: true },
      note: () => Promise.resolve(),
      onDone: () => {},
      onOdd: () => {},
      keep: async ({ bytes }) => await new Blob(await Array.fromAsync(bytes)).bytes(),
    });
  }

  async cancel(operation: ProviderOperation["operation"]): Promise<void> {
    await this.#provider.cancel?.(operation, this.call);
  }

  async ending(making: () => Promise<unknown> = () => this.video()): Promise<OwnEnding> {
    try {
      await making();
      return { state: "succeeded" };
    } catch (thrown) {
      if (thrown instanceof NeverBegan) return { state: "never-began" };
      const error = thrown instanceof WorkEnded ? thrown.failure : thrown;
      if (!(error instanceof LoungeError)) throw error;
      const { code, charged, parameters: { kind } } = error;
      return { state: "failed", code, charged, error, ...(kind ? { kind: String(kind) } : {}) };
    }
  }
}
