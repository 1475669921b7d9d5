import { InputError } from "../errors.ts";
import type { FailureCode, FailureParameters } from "../wording/failures.ts";

/** What a `WorkerQueue` sends to its worker: jobs, and in the end perhaps a farewell. */
export type WorkerOrder<Input> =
  | {
    readonly kind: "job";
    readonly input: Input;
    /** One `Int32`; not zero once nobody wants the result any more. */
    readonly canceled: SharedArrayBuffer;
  }
  | { readonly kind: "end" };

/**
 * What a worker sends back. `ready` comes once, after loading; then each job ends with one reply. `ended`
 * is the last word of a worker that was dismissed.
 */
export type JobReply<Result, Progress> =
  | { readonly kind: "ready" | "ended" }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "done"; readonly result: Result; readonly isSpent: boolean }
  | {
    readonly kind: "refused";
    readonly code: FailureCode;
    readonly parameters: FailureParameters;
    readonly isSpent: boolean;
  }
  | { readonly kind: "failed"; readonly message: string };

/** What a job may use while it runs. */
export interface JobContext<Progress> {
  /** Whether the job should stop; long jobs ask between their steps and then return anything. */
  isCanceled(): boolean;
  report(progress: Progress): void;
}

/** A finished job. */
export interface JobResult<Result> {
  readonly result: Result;
  /** Buffers in `result` that move to the server instead of being copied. */
  readonly transfer?: Transferable[];
}

/** What a worker does beside its jobs. */
export interface ServiceOptions {
  /** Whether the worker holds so much memory that another one should take its place; asked after each job. */
  readonly isSpent?: () => boolean;
  /** Gives back what the end of the thread alone would not; called between two jobs. */
  readonly end?: () => void;
}

/**
 * Serves the jobs of a `WorkerQueue`; called once, inside a worker, when everything is loaded.
 * An `InputError` refuses the job's input; any other error is the worker's failure.
 */
export function serveJobs<Input, Result, Progress = never>(
  perform: (
    input: Input,
    context: JobContext<Progress>,
  ) => JobResult<Result> | Promise<JobResult<Result>>,
  { isSpent = () => false, end = () => {} }: ServiceOptions = {},
): void {
  const reply = (message: JobReply<Result, Progress>, transfer: Transferable[] = []) =>
    self.postMessage(message, { transfer });
  self.onmessage = async ({ data: order }: MessageEvent<WorkerOrder<Input>>) => {
    if (order.kind === "end") {
      end();
      reply({ kind: "ended" });
      return self.close();
    }
    const canceled = new Int32Array(order.canceled);
    try {
      const { result, transfer } = await perform(order.input, {
        isCanceled: () => Atomics.load(canceled, 0) !== 0,
        report: (progress) => reply({ kind: "progress", progress }),
      });
      reply({ kind: "done", result, isSpent: isSpent() }, transfer);
    } catch (error) {
      if (error instanceof InputError) {
        const { code, parameters } = error;
        reply({ kind: "refused", code, parameters, isSpent: isSpent() });
      } else {
        reply({ kind: "failed", message: String(error) });
      }
    }
  };
  reply({ kind: "ready" });
}
