import { InputError } from "../generation/errors.ts";

/** What a `WorkerQueue` sends to its worker. */
export interface JobOrder<Input> {
  readonly input: Input;
  /** One `Int32`; not zero once nobody wants the result any more. */
  readonly canceled: SharedArrayBuffer;
}

/** What a worker sends back. `ready` comes once, after loading; then each job ends with one reply. */
export type JobReply<Result, Progress> =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
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

/**
 * Serves the jobs of a `WorkerQueue`; called once, inside a worker, when everything is loaded.
 * An `InputError` refuses the job's input; any other error is the worker's failure.
 */
export function serveJobs<Input, Result, Progress = never>(
  perform: (
    input: Input,
    context: JobContext<Progress>,
  ) => JobResult<Result> | Promise<JobResult<Result>>,
): void {
  const reply = (message: JobReply<Result, Progress>, transfer: Transferable[] = []) =>
    self.postMessage(message, { transfer });
  self.onmessage = async (event: MessageEvent<JobOrder<Input>>) => {
    const canceled = new Int32Array(event.data.canceled);
    try {
      const { result, transfer } = await perform(event.data.input, {
        isCanceled: () => Atomics.load(canceled, 0) !== 0,
        report: (progress) => reply({ kind: "progress", progress }),
      });
      reply({ kind: "done", result }, transfer);
    } catch (error) {
      if (error instanceof InputError) {
        reply({ kind: "refused", code: error.code, message: error.message });
      } else {
        reply({ kind: "failed", message: String(error) });
      }
    }
  };
  reply({ kind: "ready" });
}
