import { InputError } from "../errors.ts";
import type { JobReply, WorkerOrder } from "./worker_jobs.ts";

/** Which worker to start and what it may do. */
export interface JobWorkerOptions {
  readonly url: URL;
  /** Deno permissions of the worker; at most what the process itself has. */
  readonly permissions: Deno.PermissionOptions;
  /** How long one job may take once the worker is loaded, in milliseconds. */
  readonly timeoutMs: number;
  /** From when on a job counts as slow, in milliseconds; no job does without it. */
  readonly slowMs?: number;
  /**
   * How long a worker that is out of time may take to end itself, in milliseconds, which frees more than
   * ending it from outside; without it, it is ended at once.
   */
  readonly graceMs?: number;
}

type Timer = ReturnType<typeof setTimeout>;

/** Loading is the machine's business, not the job's: only what never comes to an end is given up. */
const LOADING_MS = 60_000;

/** One job as it is handed to the worker. */
export interface Job<Input, Progress> {
  readonly input: Input;
  readonly transfer: Transferable[];
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
  /** Called once when the job has become a slow one. */
  readonly onSlow?: () => void;
}

/** How a worker failed its job. `unstarted` means that it could not even be loaded. */
export type WorkerFault = "unstarted" | "died" | "failed" | "timed-out";

/** The worker, not its input, is at fault (or the input broke it). The worker must be replaced. */
export class WorkerFaultError extends Error {
  readonly fault: WorkerFault;

  constructor(fault: WorkerFault, message: string) {
    super(message);
    this.name = "WorkerFaultError";
    this.fault = fault;
  }
}

/** A worker thread that performs one job at a time. */
export class JobWorker<Input, Result, Progress> {
  readonly #worker: Worker;
  readonly #options: JobWorkerOptions;
  readonly #loaded = Promise.withResolvers<void>();
  #isLoaded = false;
  #isSpent = false;
  #fault: WorkerFaultError | undefined;
  readonly #gone = Promise.withResolvers<void>();
  #grace: Timer | undefined;
  #onReply: (reply: JobReply<Result, Progress>) => void = () => {};
  #onFault: (error: WorkerFaultError) => void = () => {};

  constructor(options: JobWorkerOptions) {
    this.#options = options;
    this.#worker = new Worker(options.url, {
      type: "module",
      deno: { permissions: options.permissions },
    });
    this.#worker.onmessage = (event: MessageEvent<JobReply<Result, Progress>>) => {
      if (event.data.kind === "ended") return this.#leave();
      if (event.data.kind !== "ready") return this.#onReply(event.data);
      this.#isLoaded = true;
      this.#loaded.resolve();
    };
    this.#worker.onmessageerror = () => this.#fail("failed", "The reply could not be read");
    this.#worker.onerror = (event) => {
      // Unprevented, a worker's error ends the whole process.
      event.preventDefault();
      this.#fail(this.#isLoaded ? "died" : "unstarted", event.message);
    };
  }

  /** Whether the worker failed, perhaps between two jobs; it performs nothing any more. */
  get isBroken(): boolean {
    return this.#fault !== undefined;
  }

  /** Whether the worker asks for another one in its place; it goes on meanwhile. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /**
   * Performs one job; the caller waits for it before the next.
   *
   * @throws {InputError} when the worker refuses the input
   * @throws {WorkerFaultError} when the worker failed, died or took too long; it is broken then
   */
  perform(job: Job<Input, Progress>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const canceled = new Int32Array(new SharedArrayBuffer(4));
    const cancel = () => Atomics.store(canceled, 0, 1);
    job.signal.addEventListener("abort", cancel, { once: true });
    this.#onFault = reject;
    this.#onReply = (reply) => {
      if (reply.kind === "progress") job.report(reply.progress);
      if ("isSpent" in reply) this.#isSpent = reply.isSpent;
      if (reply.kind === "done") resolve(reply.result);
      if (reply.kind === "refused") reject(new InputError(reply.code, reply.parameters));
      if (reply.kind === "failed") this.#fail("failed", reply.message);
    };
    const timers = this.#isLoaded ? [] : [this.#watchLoading()];
    const begin = () => {
      if (this.#fault) return;
      const order: WorkerOrder<Input> = {
        kind: "job",
        input: job.input,
        canceled: canceled.buffer,
      };
      this.#worker.postMessage(order, job.transfer);
      timers.push(...this.#watch(job, cancel));
    };
    this.#loaded.promise.then(begin).catch(reject);
    return promise.finally(() => {
      for (const timer of timers) clearTimeout(timer);
      job.signal.removeEventListener("abort", cancel);
    });
  }

  /**
   * Lets the worker end itself once it is idle, which frees more than ending it from here. One that has
   * not come to that within the grace is ended all the same. Resolves when the worker is gone.
   */
  dismiss(): Promise<void> {
    const { graceMs } = this.#options;
    if (graceMs !== undefined) this.#grace = setTimeout(() => this.terminate(), graceMs);
    const order: WorkerOrder<Input> = { kind: "end" };
    this.#worker.postMessage(order);
    this.#fail("died", "The worker was dismissed");
    return this.#gone.promise;
  }

  /** Ends the thread at once; a running job fails. */
  terminate(): void {
    this.#worker.terminate();
    this.#fail("died", "The worker was ended");
    this.#leave();
  }

  #leave(): void {
    clearTimeout(this.#grace);
    this.#gone.resolve();
  }

  #watchLoading(): Timer {
    return setTimeout(() => {
      if (!this.#isLoaded) this.#fail("unstarted", `Not loaded in ${LOADING_MS} ms`);
    }, LOADING_MS);
  }

  /** The timers of a job that has begun. */
  #watch({ onSlow }: Job<Input, Progress>, cancel: () => void): Timer[] {
    const { timeoutMs, slowMs } = this.#options;
    const limit = setTimeout(() => {
      // What asks whether it is still wanted stops by itself.
      cancel();
      this.#fail("timed-out", `No result in ${timeoutMs} ms`);
    }, timeoutMs);
    return onSlow && slowMs !== undefined ? [limit, setTimeout(onSlow, slowMs)] : [limit];
  }

  #fail(fault: WorkerFault, message: string): void {
    this.#fault = new WorkerFaultError(fault, message);
    this.#onFault(this.#fault);
  }
}
