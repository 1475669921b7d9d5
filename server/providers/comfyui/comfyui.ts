import { wait } from "../../clock.ts";
import { ProviderError } from "../../errors.ts";
import type * as port from "../../generation/ports/provider.ts";
import { progressOf } from "../../wording/progress.ts";
import { dig, failureOfTakenWork, failureOfWork } from "../routed_provider.ts";
import { fileIn, type JobState, stateInHistory, stateInQueue, viewPath } from "./comfyui_job.ts";
import { type ComfyUiOptions, submitWorkflow } from "./comfyui_submission.ts";
import { ProgressSocket } from "./progress_socket.ts";

type Operation = port.ProviderOperation["operation"];

/** A request may still be on its way when a job is looked for first, in milliseconds. */
const LOOK_TWICE_MS = 3000;
const STOPPED_YET_MS = 500;
const MAX_LOOKS_WHETHER_STOPPED = 6;

/**
 * Workflows on ComfyUI. It takes an id of ours for a job, and runs the same id twice if it is sent
 * twice: the id is stored before the work is sent, and an unknown outcome is looked up in queue and
 * history before anything is sent anew (decision 51).
 */
export class ComfyUi implements port.VideoProvider {
  readonly id = "comfyui";
  readonly isRepeatable = false;
  readonly #options: ComfyUiOptions;
  readonly #sockets = new Map<string, ProgressSocket>();
  /** Jobs that were there once: when they are nowhere, they were lost. */
  readonly #seen = new Set<string>();

  constructor(options: ComfyUiOptions) {
    this.#options = options;
  }

  /**
   * Uploads the picture and queues the workflow.
   *
   * @throws {ProviderError} with a code of the providers' for a refusal
   * @throws {CanceledError} when `call.signal` aborts
   */
  async start(
    request: port.VideoRequest,
    call: port.ProviderCall,
  ): Promise<port.ProviderOperation> {
    const promptId = crypto.randomUUID();
    const job = { promptId, provider: this.id, listen: () => void this.#listen(promptId, call) };
    try {
      const isTaken = await submitWorkflow(request, { ...this.#options, job, call });
      return { kind: "operation", operation: { promptId, ...(isTaken ? { isTaken } : {}) } };
    } catch (error) {
      this.#forget(promptId);
      throw error;
    }
  }

  /**
   * Asks queue and history for the job, in that order: a job moves from the one to the other under
   * one lock. Fetches the video of one that is done.
   *
   * @throws {ProviderError} why that could not be learnt, or the video not be fetched this time
   * @throws {CanceledError} when `call.signal` aborts
   */
  async check(operation: Operation, call: port.ProviderCall): Promise<port.OperationAnswer> {
    const { promptId, file } = readOperation(operation);
    if (file) return await this.#fetchVideo(file, call);
    const state = await this.#lookTwice(promptId, call.signal);
    if (state.kind !== "nowhere") this.#seen.add(promptId);
    switch (state.kind) {
      case "waiting":
        this.#listen(promptId, call);
        call.report(progressOf("place-in-queue", { provider: this.id, place: state.place }));
        return { kind: "operation", operation };
      case "running": {
        const socket = this.#listen(promptId, call);
        call.report(socket?.last ?? progressOf("making", { provider: this.id }));
        return { kind: "operation", operation };
      }
      case "done":
        this.#forget(promptId);
        return { kind: "located", operation: { promptId, isTaken: true, file: state.file } };
      case "ended":
        this.#forget(promptId);
        return state;
      case "nowhere": {
        const wasThere = operation.isTaken === true || this.#seen.has(promptId);
        this.#forget(promptId);
        return wasThere
          ? { kind: "ended", failure: failureOfWork("job-failed", { kind: "lost" }) }
          : { kind: "never-began" };
      }
    }
  }

  /**
   * Takes the job out of the queue, or stops it where it runs; never anyone else's.
   *
   * @throws {ProviderError} when it goes on
   */
  async cancel(operation: Operation, { signal }: port.ProviderCall): Promise<void> {
    const { server } = this.#options;
    const { promptId } = readOperation(operation);
    this.#forget(promptId);
    for (let looks = 0; looks < MAX_LOOKS_WHETHER_STOPPED; looks++) {
      const state = await this.#look(promptId, signal);
      if (state.kind !== "waiting" && state.kind !== "running") return;
      if (looks === 0) await this.#stop(promptId, state, signal);
      else await wait(STOPPED_YET_MS, { clock: server.clock, signal });
    }
    throw failureOfWork("upstream-error", { kind: "not-stopped" });
  }

  async #stop(promptId: string, { kind }: JobState, signal: AbortSignal): Promise<void> {
    const { server } = this.#options;
    const order = async (path: string, body: unknown) => {
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      const json = { type: "application/json", bytes };
      return await server.ask({ method: "POST", path, body: json }, signal);
    };
    const answer = await order(`/api/jobs/${promptId}/cancel`, {});
    // Servers without that route have older ones, of which the latter is told whom to stop.
    if (answer.kind === "json") return;
    await order("/queue", { delete: [promptId] });
    if (kind === "running") await order("/interrupt", { prompt_id: promptId });
  }

  async #lookTwice(promptId: string, signal: AbortSignal): Promise<JobState> {
    const first = await this.#look(promptId, signal);
    if (first.kind !== "nowhere") return first;
    await wait(LOOK_TWICE_MS, { clock: this.#options.server.clock, signal });
    return await this.#look(promptId, signal);
  }

  async #look(promptId: string, signal: AbortSignal): Promise<JobState> {
    const { workflow: { outputNode } } = this.#options;
    const queue = await this.#ask("/queue", "queue_pending", signal);
    const queued = stateInQueue(queue, promptId);
    if (queued) return queued;
    const history = await this.#ask(`/history/${promptId}`, undefined, signal);
    return stateInHistory(history, { promptId, outputNode });
  }

  /** JSON of ComfyUI's; a page of something else in front of it says nothing of the job. */
  async #ask(path: string, key: string | undefined, signal: AbortSignal): Promise<unknown> {
    const answer = await this.#options.server.ask({ path }, signal);
    if (answer.kind === "refused") throw failureOfTakenWork(answer.refusal);
    if (key !== undefined && dig(answer.body, key) === undefined) {
      throw failureOfWork("overloaded", { kind: "says-nothing" });
    }
    return answer.body;
  }

  async #fetchVideo(
    file: NonNullable<ReturnType<typeof readOperation>["file"]>,
    call: port.ProviderCall,
  ): Promise<port.ProviderVideo> {
    const found = await this.#options.server.video(viewPath(file), call);
    if (found.kind === "video") return found;
    const { cause } = found.refusal.error;
    throw new ProviderError("bad-output", { kind: "bad-address" }, { charged: "yes", cause });
  }

  #listen(
    promptId: string,
    { signal, report }: port.ProviderCall,
  ): ProgressSocket | undefined {
    if (signal.aborted) return undefined;
    const known = this.#sockets.get(promptId);
    if (known) {
      known.keep();
      return known;
    }
    const stop = () => this.#sockets.get(promptId)?.close();
    const socket = new ProgressSocket({
      ...{ server: this.#options.server, promptId, provider: this.id, report },
      onClose: () => {
        signal.removeEventListener("abort", stop);
        this.#sockets.delete(promptId);
      },
    });
    signal.addEventListener("abort", stop, { once: true });
    this.#sockets.set(promptId, socket);
    return socket;
  }

  #forget(promptId: string): void {
    this.#sockets.get(promptId)?.close();
    this.#seen.delete(promptId);
  }
}

/** @throws {TypeError} for what no version of this program has written */
function readOperation({ promptId, file }: Operation) {
  if (typeof promptId !== "string" || !/^[\da-f-]{36}$/.test(promptId)) {
    throw new TypeError("The stored operation is no job of ComfyUI's.");
  }
  const [known] = fileIn(file);
  return { promptId, ...(known ? { file: known } : {}) };
}
