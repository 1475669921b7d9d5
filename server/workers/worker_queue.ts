import { CanceledError } from "../errors.ts";
import { JobWorker, type JobWorkerOptions, WorkerFaultError } from "./job_worker.ts";

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
 * do not notice.
 */
export class WorkerQueue<Input, Result, Progress = never> {
  readonly #options: WorkerQueueOptions<Input>;
  readonly #closing = new AbortController();
  #worker: JobWorker<Input, Result, Progress> | undefined;
  #successor: JobWorker<Input, Result, Progress> | undefined;
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
    const turn = this.#last.then(() => this.#perform(prepare, options));
    this.#last = turn.catch(() => {});
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
    this.#dropWorker();
    this.#successor?.terminate();
  }

  async #perform(
    prepare: () => PreparedJob<Input> | Promise<PreparedJob<Input>>,
    { signal, report = () => {} }: QueueOptions<Progress>,
  ): Promise<Result> {
    this.#throwIfUnwanted(signal);
    const { input, transfer = [] } = await prepare();
    this.#throwIfUnwanted(signal);
    if (this.#worker?.isBroken) this.#dropWorker();
    const worker = this.#worker ??= new JobWorker(this.#options);
    try {
      const job = worker.perform({ input, transfer, signal, report });
      return await untilAborted(job, [this.#closing.signal]);
    } catch (error) {
      if (error instanceof WorkerFaultError) this.#dropWorker();
      throw error;
    } finally {
      if (worker.isSpent && worker === this.#worker) void this.#replaceSpent();
    }
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
      this.#worker?.dismiss();
      this.#worker = successor;
      this.#successor = undefined;
    });
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
