import { InputError } from "../errors.ts";
import type { JobReply, WorkerOrder } from "./worker_jobs.ts";

/** Which worker to start and what it may do. */
export interface JobWorkerOptions {
  readonly url: URL;
  /** Deno permissions of the worker; at most what the process itself has. */
  readonly permissions: Deno.PermissionOptions;
  /** How long one job may take, loading included, in milliseconds. */
  readonly timeoutMs: number;
}

/** One job as it is handed to the worker. */
export interface Job<Input, Progress> {
  readonly input: Input;
  readonly transfer: Transferable[];
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
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
  readonly #timeoutMs: number;
  readonly #loaded = Promise.withResolvers<void>();
  #isLoaded = false;
  #isSpent = false;
  #fault: WorkerFaultError | undefined;
  #onReply: (reply: JobReply<Result, Progress>) => void = () => {};
  #onFault: (error: WorkerFaultError) => void = () => {};

  constructor(options: JobWorkerOptions) {
    this.#timeoutMs = options.timeoutMs;
    this.#worker = new Worker(options.url, {
      type: "module",
      deno: { permissions: options.permissions },
    });
    this.#worker.onmessage = (event: MessageEvent<JobReply<Result, Progress>>) => {
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
    const timer = setTimeout(
      () => this.#fail("timed-out", `No result in ${this.#timeoutMs} ms`),
      this.#timeoutMs,
    );
    this.#onFault = reject;
    this.#onReply = (reply) => {
      if (reply.kind === "progress") job.report(reply.progress);
      if ("isSpent" in reply) this.#isSpent = reply.isSpent;
      if (reply.kind === "done") resolve(reply.result);
      if (reply.kind === "refused") reject(new InputError(reply.code, reply.parameters));
      if (reply.kind === "failed") this.#fail("failed", reply.message);
    };
    const order: WorkerOrder<Input> = {
      kind: "job",
      input: job.input,
      canceled: canceled.buffer,
    };
    this.#loaded.promise.then(() => this.#worker.postMessage(order, job.transfer)).catch(reject);
    return promise.finally(() => {
      clearTimeout(timer);
      job.signal.removeEventListener("abort", cancel);
    });
  }

  /** Lets an idle worker end itself, which frees more than ending it from here. */
  dismiss(): void {
    const order: WorkerOrder<Input> = { kind: "end" };
    this.#worker.postMessage(order);
    this.#fail("died", "The worker was dismissed");
  }

  /** Ends the thread at once; a running job fails. */
  terminate(): void {
    this.#worker.terminate();
    this.#fail("died", "The worker was ended");
  }

  #fail(fault: WorkerFault, message: string): void {
    this.#fault = new WorkerFaultError(fault, message);
    this.#onFault(this.#fault);
  }
}
