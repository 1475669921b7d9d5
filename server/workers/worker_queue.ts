import { CanceledError } from "../errors.ts";
import {
  JobWorker,
  type JobWorkerOptions,
  type WorkerFault,
  WorkerFaultError,
} from "./job_worker.ts";

/** A job's input, made when its turn has come so that waiting jobs hold no pixels. */
export interface PreparedJob<Input> {
  readonly input: Input;
  /** Buffers in `input` that move to the worker instead of being copied. */
  readonly transfer?: Transferable[];
}

/** What accompanies a job in the queue. */
export interface QueueOptions<Progress> {
  readonly signal: AbortSignal;
  readonly report?: (progress: Progress) => void;
}

/** The queue's worker, and how another one takes its place. */
export interface WorkerQueueOptions<Input> extends JobWorkerOptions {
  /**
   * The first job of a worker that follows on one that is spent, so that no other job waits until it
   * is warm. Its result is thrown away. Without it spent workers stay.
   */
  readonly rehearsal?: Input;
}

/**
 * One long-lived worker and the jobs that wait for it, first come, first served. The worker starts
 * with the first job and is replaced after a fault, or between two jobs when it is spent; later jobs
 * do not notice. Where a job is slow they do not wait for it either: it steps aside with its worker, one
 * at a time, and another worker goes on.
 */
export class WorkerQueue<Input, Result, Progress = never> {
  readonly #options: WorkerQueueOptions<Input>;
  readonly #closing = new AbortController();
  #worker: JobWorker<Input, Result, Progress> | undefined;
  #successor: JobWorker<Input, Result, Progress> | undefined;
  /** With a slow job, out of the way of the others. */
  #aside: JobWorker<Input, Result, Progress> | undefined;
  /** Dismissed, and perhaps not gone yet. */
  readonly #leaving = new Set<JobWorker<Input, Result, Progress>>();
  #last: Promise<unknown> = Promise.resolve();
  #length = 0;

  constructor(options: WorkerQueueOptions<Input>) {
    this.#options = options;
  }

  /** Jobs that wait or run. */
  get length(): number {
    return this.#length;
  }

  /**
   * Queues a job and waits for its result. When `signal` aborts the wait ends at once, whatever
   * the worker is doing.
   *
   * @throws {CanceledError} when `signal` aborts or the queue is closed
   * @throws {InputError} when the worker refuses the input
   * @throws {WorkerFaultError} when the worker failed
   * @throws whatever `prepare` throws
   */
  async run(
    prepare: () => PreparedJob<Input> | Promise<PreparedJob<Input>>,
    options: QueueOptions<Progress>,
  ): Promise<Result> {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const turn = this.#last.then(() => this.#perform(prepare, { ...options, onAside: end }));
    turn.then(() => end(), () => end());
    this.#last = over;
    this.#length++;
    try {
      return await untilAborted(turn, [options.signal, this.#closing.signal]);
    } finally {
      this.#length--;
    }
  }

  /** Ends the worker; running and waiting jobs are canceled, and so are later ones. */
  close(): void {
    this.#closing.abort();
    const workers = [this.#worker, this.#successor, this.#aside, ...this.#leaving];
    for (const worker of workers) worker?.terminate();
  }

  async #perform(
    prepare: () => PreparedJob<Input> | Promise<PreparedJob<Input>>,
    { signal, report = () => {}, onAside }: QueueOptions<Progress> & { onAside: () => void },
  ): Promise<Result> {
    this.#throwIfUnwanted(signal);
    const { input, transfer = [] } = await prepare();
    this.#throwIfUnwanted(signal);
    if (this.#worker?.isBroken) this.#dropWorker();
    const worker = this.#worker ??= new JobWorker(this.#options);
    const onSlow = () => this.#stepAside(worker) && onAside();
    try {
      const job = worker.perform({ input, transfer, signal, report, onSlow });
      return await untilAborted(job, [this.#closing.signal]);
    } catch (error) {
      if (error instanceof WorkerFaultError) this.#giveUp(worker, error.fault);
      throw error;
    } finally {
      if (worker === this.#aside) this.#stepBack();
      if (worker.isSpent && worker === this.#worker) void this.#replaceSpent();
    }
  }

  /** Whether the jobs that follow need not wait for this worker any more. */
  #stepAside(worker: JobWorker<Input, Result, Progress>): boolean {
    if (this.#aside !== undefined || worker !== this.#worker) return false;
    this.#aside = worker;
    this.#worker = undefined;
    return true;
  }

  /** The slow job has ended: its worker takes the place again, unless another one has it. */
  #stepBack(): void {
    const worker = this.#aside;
    this.#aside = undefined;
    if (worker === undefined || worker.isBroken) return;
    if (this.#worker === undefined) this.#worker = worker;
    else this.#dismiss(worker);
  }

  /** Prepares another worker while the spent one goes on, and lets it take over between two jobs. */
  async #replaceSpent(): Promise<void> {
    const { rehearsal } = this.#options;
    if (this.#successor || rehearsal === undefined || this.#closing.signal.aborted) return;
    const successor = this.#successor = new JobWorker<Input, Result, Progress>(this.#options);
    const { signal } = this.#closing;
    try {
      await successor.perform({ input: rehearsal, transfer: [], signal, report: () => {} });
    } catch {
      // The spent worker still does its work; its next job tries again.
      successor.terminate();
      this.#successor = undefined;
      return;
    }
    this.#last = this.#last.then(() => {
      if (this.#closing.signal.aborted) return;
      if (this.#worker) this.#dismiss(this.#worker);
      this.#worker = successor;
      this.#successor = undefined;
    });
  }

  /** One that is only out of time may still end itself; of any other nothing is to be expected. */
  #giveUp(worker: JobWorker<Input, Result, Progress>, fault: WorkerFault): void {
    if (fault === "timed-out" && this.#options.graceMs !== undefined) this.#dismiss(worker);
    else worker.terminate();
    if (worker === this.#worker) this.#worker = undefined;
  }

  #dismiss(worker: JobWorker<Input, Result, Progress>): void {
    this.#leaving.add(worker);
    void worker.dismiss().then(() => this.#leaving.delete(worker));
  }

  #throwIfUnwanted(signal: AbortSignal): void {
    if (signal.aborted || this.#closing.signal.aborted) throw new CanceledError();
  }

  #dropWorker(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}

/** `work`, or a `CanceledError` as soon as one of the signals aborts. */
function untilAborted<Value>(work: Promise<Value>, signals: AbortSignal[]): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const onAbort = () => reject(new CanceledError());
  work.then(resolve, reject);
  for (const signal of signals) {
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  }
  return promise.finally(() => {
    for (const signal of signals) signal.removeEventListener("abort", onAbort);
  });
}
