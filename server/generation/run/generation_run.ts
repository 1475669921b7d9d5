import type { VideoFacts } from "../../../contract/generation.ts";
import type { LogFacts } from "../../log.ts";
import type { HeldGeneration } from "../generation.ts";
import type { ServedModel } from "../available_models.ts";
import { CancelListener } from "./cancel_listener.ts";
import { Claim, type ClaimDependencies } from "./claim.ts";
import { VideoMaking, type VideoMakingDependencies } from "./video_making.ts";
import { ProgressThrottle } from "./progress_throttle.ts";
import {
  chargedSoFar,
  deadlineExceeded,
  deadlineOf,
  endingFacts,
  endingOf,
  moneyOf,
  type RunEnding,
  type RunFacts,
} from "./run_ending.ts";
import { StopError } from "./stop_error.ts";

/** Everything that a run is handed. */
export interface RunDependencies extends ClaimDependencies, VideoMakingDependencies {
  /** For one video, counted from its first claim, in milliseconds. */
  readonly timeoutMs: number;
}

/** One claimed generation on its way to its end, or to the next server. */
export class GenerationRun {
  /** Resolves when the run is over and all is written; never rejects. */
  readonly done: Promise<void>;
  readonly #claim: Claim;
  readonly #served: ServedModel;
  readonly #dependencies: RunDependencies;
  readonly #progress: ProgressThrottle;
  readonly #making: VideoMaking;

  /** Begins at once. */
  constructor(generation: HeldGeneration, served: ServedModel, dependencies: RunDependencies) {
    const { isRepeatable } = served.provider;
    const claim = new Claim(generation, { ...dependencies, isRepeatable });
    this.#claim = claim;
    this.#served = served;
    this.#dependencies = dependencies;
    this.#progress = new ProgressThrottle(
      (progress) => claim.noteProgress(progress).catch((error) => this.#logFault(error)),
      dependencies.clock,
    );
    this.#making = new VideoMaking({ claim, served, progress: this.#progress }, dependencies);
    if (generation.isCancelRequested) claim.stop(new StopError("visitor"));
    this.done = this.#perform();
  }

  /** Renews the lease; breaks the run off when it is lost or the visitor wants that. */
  async renewLease(): Promise<void> {
    await this.#claim.renew();
  }

  /** The server stops: breaks off what another process can do again or go on with. */
  letGo(): void {
    this.#claim.letGo();
  }

  /** The server stops now: breaks off whatever is going on. */
  giveUp(): void {
    this.#claim.stop(new StopError("server"));
  }

  async #perform(): Promise<void> {
    const { clock, timeoutMs } = this.#dependencies;
    this.#logInfo("generation started");
    using _listener = new CancelListener(this.#claim, this.#dependencies);
    const now = clock.now();
    const cancelTimer = clock.after(
      Math.max(0, deadlineOf(this.#claim.generation, { now, timeoutMs }) - now),
      () => this.#claim.stop(this.#timeIsUp()),
    );
    try {
      const video = await this.#making.perform();
      // From here on the video is there. If only the note of it fails, the next runner makes it.
      await this.#succeed(video).catch((error) => this.#logFault(error));
    } catch (error) {
      await this.#end(error).catch((fault) => this.#logFault(fault));
    } finally {
      cancelTimer();
    }
  }

  #timeIsUp(): Error {
    return this.#making.missingToken ??
      deadlineExceeded(this.#dependencies.timeoutMs, chargedSoFar(this.#facts()));
  }

  async #succeed(video: VideoFacts): Promise<void> {
    const charged = this.#claim.chargedWhenDone;
    this.#dependencies.room.noteStored(video.bytes);
    const settlement = { type: "succeeded", video, charged } as const;
    await this.#claim.settle(settlement);
    const { bytes } = video;
    this.#logInfo("generation succeeded", { ...moneyOf(settlement, this.#claim), bytes });
    await this.#dependencies.pictures.remove(this.#claim.generation.id);
  }

  async #end(thrown: unknown): Promise<void> {
    const { signal, submission } = this.#claim;
    await this.#progress.close();
    const error = signal.aborted ? signal.reason : thrown;
    const ending = this.#endingAfter(error);
    if (ending.kind === "leave") return this.#logInfo("generation left to another server");
    if (ending.kind === "hand-over") {
      await this.#claim.release();
      return this.#logInfo("generation handed over");
    }
    // Nobody wants it any more. At the deadline it goes on: *Look again* may still find it.
    const isCanceled = error instanceof StopError && error.why === "visitor";
    if (isCanceled && submission.kind === "operation") {
      await this.#cancelOperation(submission.operation);
    }
    const { settlement } = ending;
    const facts = endingFacts(settlement, error);
    // What is said of work that was taken is no reason to take the visitor's token away.
    const isOfSending = submission.kind !== "operation";
    if (facts.code === "auth-invalid" && isOfSending) this.#making.refuseToken();
    await this.#claim.settle(settlement);
    this.#logInfo(`generation ${settlement.type}`, {
      ...moneyOf(settlement, this.#claim),
      ...facts,
    });
  }

  #facts(): Omit<RunFacts, "error"> {
    const { submission, isSaving } = this.#claim;
    return {
      submission: submission.kind,
      isSaving,
      isRepeatable: this.#served.provider.isRepeatable,
      chargedForVideo: this.#claim.chargedWhenDone,
      isDone: this.#making.isDone || submission.kind === "operation" && submission.isDone === true,
      end: this.#making.end,
    };
  }

  #endingAfter(error: unknown): RunEnding {
    const ending = endingOf({ error, ...this.#facts() });
    if (ending.kind === "settle" && ending.isFault) this.#logFault(error);
    return ending;
  }

  /** Best effort: here it has ended, whatever the provider says. */
  async #cancelOperation(operation: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await this.#making.cancel(operation);
    } catch (error) {
      this.#logInfo("operation not canceled", { cause: String(error) });
    }
  }

  #logInfo(sentence: string, facts: LogFacts = {}): void {
    const { id, attempt, startedAt } = this.#claim.generation;
    const { model, provider } = this.#served;
    const elapsedMs = Math.round(this.#dependencies.clock.now() - startedAt);
    const servedBy = this.#claim.route?.provider ?? provider.id;
    const about = { id, model: model.id, provider: servedBy, attempt, elapsedMs };
    this.#dependencies.log.info(sentence, { ...about, ...facts });
  }

  #logFault(error: unknown): void {
    if (error instanceof StopError) return;
    this.#dependencies.log.error("generation fault", { id: this.#claim.generation.id, error });
  }
}
