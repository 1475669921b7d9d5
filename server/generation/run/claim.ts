import type { GenerationProgress } from "../../../contract/generation.ts";
import type { Log } from "../../log.ts";
import type { Clock } from "../../clock.ts";
import type { LibraryStore } from "../ports/library_store.ts";
import { chargedWhenDone } from "../canceling.ts";
import type { ClaimToken, QueueStore, Settlement } from "../ports/queue_store.ts";
import type { HeldGeneration, RouteFacts, Submission } from "../generation.ts";
import type { GenerationNotifier } from "../generation_notifier.ts";
import { StorageError } from "../../errors.ts";
import { StopError } from "./stop_error.ts";

/** What a claim works with. */
export interface ClaimDependencies {
  readonly queue: QueueStore;
  readonly library: Pick<LibraryStore, "find">;
  /** Told after every write. */
  readonly notifier: GenerationNotifier;
  readonly clock: Clock;
  readonly log: Log;
  readonly leaseMs: number;
}

/** What may be done with a claim when its process stops. */
export interface HeldClaimOptions {
  /** The provider's work costs nothing and may be done again. */
  readonly isRepeatable: boolean;
}

/**
 * A generation that this process holds. Every write is fenced: once another runner holds it, the
 * signal aborts with a `StopError` and nothing is written any more.
 */
export class Claim {
  readonly generation: HeldGeneration;
  readonly #token: ClaimToken;
  readonly #dependencies: ClaimDependencies;
  readonly #isRepeatable: boolean;
  readonly #controller = new AbortController();
  #isLettingGo = false;
  #route: RouteFacts | undefined;
  #submission: Submission;
  #isSaving: boolean;
  #leaseEnd: number;

  constructor(generation: HeldGeneration, options: HeldClaimOptions & ClaimDependencies) {
    const { id, attempt, lease } = generation;
    this.generation = generation;
    this.#token = { id, attempt, owner: lease.owner };
    this.#dependencies = options;
    this.#isRepeatable = options.isRepeatable;
    this.#submission = generation.submission;
    this.#route = generation.route;
    this.#isSaving = generation.state === "saving";
    this.#leaseEnd = lease.until;
  }

  /** Aborts with a `StopError`, or with the `deadline-exceeded` error. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What this process knows of the call to the provider. */
  get submission(): Submission {
    return this.#submission;
  }

  /** The route that the work was sent over last, or is expected to be. */
  get route(): RouteFacts | undefined {
    return this.#route;
  }

  /** What the video costs once the provider is done. */
  get chargedWhenDone() {
    const { payer } = this.generation;
    return chargedWhenDone({ payer, ...(this.#route ? { route: this.#route } : {}) });
  }

  get isSaving(): boolean {
    return this.#isSaving;
  }

  /** Breaks the run off. The first reason counts. */
  stop(reason: Error): void {
    this.#controller.abort(reason);
  }

  /**
   * The process stops: breaks the run off as soon as another process can do the work again or go on
   * with it. Sent work whose answer is awaited, and a video on its way to the store, go on.
   */
  letGo(): void {
    this.#isLettingGo = true;
    const isAwaited = this.#submission.kind === "sent" && !this.#isRepeatable;
    if (!isAwaited && !this.#isSaving) this.stop(new StopError("server"));
  }

  /** Stores what is known of the submission. @throws when nothing may be sent any more */
  async note(submission: Submission): Promise<void> {
    const isToBeSent = submission.kind === "sent" || "route" in submission;
    if (isToBeSent) this.signal.throwIfAborted();
    await this.#write((queue, token) => queue.noteSubmission(token, submission));
    // Broken off meanwhile: it is not sent, so what was known before still holds.
    if (isToBeSent) this.signal.throwIfAborted();
    this.#submission = submission;
    if ("route" in submission) this.#route = submission.route ?? this.#route;
    if (this.#isLettingGo) this.letGo();
  }

  /** Notes that the run stands still for lack of a token. @throws {StopError} when the lease was lost */
  async noteTokenWait(isWaiting: boolean): Promise<void> {
    await this.#write((queue, token) => queue.noteTokenWait(token, isWaiting));
  }

  /** Whose generation it is now: signing in can move it to an account while it runs. */
  async readVisitorId(): Promise<string> {
    const { id, visitorId } = this.generation;
    return (await this.#dependencies.library.find(id))?.visitorId ?? visitorId;
  }

  /** Appends a progress event. @throws {StopError} when the lease was lost */
  async noteProgress(progress: GenerationProgress): Promise<void> {
    const now = this.#dependencies.clock.now();
    await this.#write((queue, token) =>
      queue.noteProgress(token, { type: "progress", progress }, now)
    );
  }

  /** Moves it to saving, unless it is there. @throws when the run is to be broken off */
  async noteSaving(): Promise<void> {
    this.signal.throwIfAborted();
    if (this.#isSaving) return;
    const now = this.#dependencies.clock.now();
    await this.#write((queue, token) => queue.noteSaving(token, now));
    this.#isSaving = true;
  }

  /** Ends it, or puts it back in the queue. @throws {StopError} when the lease was lost */
  async settle(settlement: Settlement): Promise<void> {
    const now = this.#dependencies.clock.now();
    await this.#write((queue, token) => queue.settle(token, settlement, now));
  }

  /**
   * Renews the lease and breaks the run off when it was lost or the visitor wants that. Never
   * rejects: a failing store is no reason to stop before the lease is over.
   */
  async renew(): Promise<void> {
    const { clock, leaseMs, queue, log } = this.#dependencies;
    const until = clock.now() + leaseMs;
    try {
      const { isHeld, isCancelRequested } = await queue.renew(this.#token, until);
      this.#leaseEnd = isHeld ? until : 0;
      if (isCancelRequested) this.stop(new StopError("visitor"));
    } catch (error) {
      log.error("lease not renewed", { id: this.#token.id, error });
      // Nobody else can have taken it: who keeps us from writing keeps all others from it too.
      if (isBusy(error)) return;
    }
    if (clock.now() >= this.#leaseEnd) this.stop(new StopError("lease-lost"));
  }

  /** Breaks the run off when the visitor wants that. */
  async look(): Promise<void> {
    const generation = await this.#dependencies.library.find(this.#token.id);
    if (generation?.isCancelRequested) this.stop(new StopError("visitor"));
  }

  /** Ends the lease at once, so that another process goes on. */
  async release(): Promise<void> {
    const { clock, queue } = this.#dependencies;
    await queue.renew(this.#token, clock.now());
  }

  async #write(
    write: (queue: QueueStore, token: ClaimToken) => Promise<boolean>,
  ): Promise<void> {
    const { queue, notifier } = this.#dependencies;
    if (!await this.#whileBusy(() => write(queue, this.#token))) {
      const lost = new StopError("lease-lost");
      this.stop(lost);
      throw lost;
    }
    notifier.notify(this.#token.id);
  }

  /** Work that is done is not thrown away because nobody can write just now. */
  async #whileBusy<Result>(write: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!isBusy(error) || this.#isLettingGo) throw error;
      }
    }
  }
}

/** Whether others were writing for too long; the store has waited before it says so. */
function isBusy(error: unknown): boolean {
  return error instanceof StorageError && error.code === "storage-busy";
}
