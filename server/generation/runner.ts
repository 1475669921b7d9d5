import { wait } from "../clock.ts";
import { setImmediate as letOthersIn } from "node:timers/promises";
import { InputError } from "../errors.ts";
import { moneyFacts } from "./canceling.ts";
import type { HeldGeneration } from "./generation.ts";
import type { AvailableModels } from "./available_models.ts";
import { Claim } from "./run/claim.ts";
import { GenerationRun, type RunDependencies } from "./run/generation_run.ts";
import { interrupted } from "./run/recovery.ts";

/** Everything that a runner is handed. */
export interface RunnerOptions extends RunDependencies {
  /** The models of this instance. */
  readonly models: Pick<AvailableModels, "of">;
  /** Names this runner among all on the database; never used twice. */
  readonly owner: string;
  /** How many generations run at once, over all processes on the database. */
  readonly maxRunning: number;
  readonly maxRunningPerVisitor: number;
}

/** How often the store is asked for work that no notice told of: other processes' and visitors'. */
const POLL_MS = 1000;
/** How many times in its length a lease is renewed. */
const BEATS_IN_A_LEASE = 3;

/**
 * Takes queued generations from the store and sees them through. Several runners, in one process or
 * in many, share the work of one store; what a lost one held, the others take over.
 */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #runs = new Set<GenerationRun>();
  readonly #stopping = new AbortController();
  readonly #over = new AbortController();
  #isStoreFailing = false;
  #claiming = Promise.resolve();
  #keeping = Promise.resolve();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Begins to claim: what is queued, and what earlier processes left. Call it once. */
  start(): void {
    this.#claiming = this.#claimQueued();
    this.#keeping = this.#keepLeases();
  }

  /**
   * Claims nothing more and lets go of what it holds: what costs nothing or was not sent goes back
   * in the queue, operations are left to another process. Sent work gets `graceMs` milliseconds;
   * what is not there by then fails as `interrupted`. Resolves when all that is written.
   */
  async stop({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.#stopping.abort();
    for (const run of this.#runs) run.letGo();
    const cancelTimer = this.#options.clock.after(graceMs, () => {
      for (const run of this.#runs) run.giveUp();
    });
    await this.#claiming;
    while (this.#runs.size > 0) await Promise.all([...this.#runs].map((run) => run.done));
    cancelTimer();
    this.#over.abort();
    await this.#keeping;
  }

  async #claimQueued(): Promise<void> {
    const { queue, notifier, leaseMs, owner, maxRunning, maxRunningPerVisitor, clock } =
      this.#options;
    using work = notifier.listenForWork();
    const { signal } = this.#stopping;
    const limits = { owner, leaseMs, maxRunning, maxRunningPerVisitor };
    while (!signal.aborted) {
      await this.#takeAll(() => queue.claim({ ...limits, now: clock.now() }));
      const reopened = { owner, leaseMs, isReopened: true };
      await this.#takeAll(() => queue.claimLost({ ...reopened, now: clock.now() }));
      await work.next({ signal, timeoutMs: POLL_MS });
    }
  }

  /**
   * Renews its own leases before it looks for lost ones: when the machine has slept, all look lost.
   * One after the other, with a breath in between, because each renewal is a commit on this thread.
   */
  async #keepLeases(): Promise<void> {
    const { queue, leaseMs, owner, clock } = this.#options;
    while (!this.#over.signal.aborted) {
      for (const run of [...this.#runs]) {
        await run.renewLease();
        await letOthersIn();
      }
      await this.#takeAll(() => queue.claimLost({ owner, leaseMs, now: clock.now() }));
      await this.#untilNextBeat();
    }
  }

  /** Resolves at once when all is over, and leaves no timer. */
  async #untilNextBeat(): Promise<void> {
    const { clock, leaseMs } = this.#options;
    const { signal } = this.#over;
    await wait(leaseMs / BEATS_IN_A_LEASE, { clock, signal }).catch(() => {});
  }

  /**
   * Begins what `claim` yields until it yields nothing. A failing store is asked again later, and
   * logged once until it works again.
   */
  async #takeAll(claim: () => Promise<HeldGeneration | undefined>): Promise<void> {
    const { log } = this.#options;
    try {
      while (!this.#stopping.signal.aborted) {
        const generation = await claim();
        if (this.#isStoreFailing) log.info("work can be claimed again");
        this.#isStoreFailing = false;
        if (!generation) return;
        await this.#begin(generation);
        await letOthersIn();
      }
    } catch (error) {
      if (!this.#isStoreFailing) log.error("no work can be claimed", { error });
      this.#isStoreFailing = true;
    }
  }

  async #begin(generation: HeldGeneration): Promise<void> {
    const { notifier, models } = this.#options;
    notifier.notify(generation.id);
    const served = models.of(generation);
    if (!served) return await this.#refuse(generation);
    const run = new GenerationRun(generation, served, this.#options);
    this.#runs.add(run);
    if (this.#stopping.signal.aborted) run.letGo();
    void run.done.then(() => {
      this.#runs.delete(run);
      notifier.notifyWork();
    });
  }

  /** Its model was taken out of the configuration after it was accepted. */
  async #refuse(generation: HeldGeneration): Promise<void> {
    const { kind } = generation.submission;
    const { code, parameters, charged, retryable } = kind === "not-sent"
      ? new InputError("unknown-model")
      : interrupted();
    const claim = new Claim(generation, { ...this.#options, isRepeatable: false });
    const isOpen = kind === "operation" ? { canLookAgain: true } : {};
    const failure = { code, parameters, charged, retryable, ...isOpen };
    await claim.settle({ type: "failed", failure });
    const { id, recipe, attempt, route, providerId } = generation;
    const provider = route?.provider ?? providerId;
    const about = { id, model: recipe.modelId, provider, attempt };
    const money = moneyFacts(generation, charged);
    this.#options.log.info("generation failed", { ...about, ...money, code });
  }
}
