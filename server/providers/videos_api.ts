import type {
  OperationAnswer,
  ProviderCall,
  ProviderOperation,
  VideoProvider,
  VideoRequest,
} from "../generation/ports/provider.ts";
import { wait } from "../clock.ts";
import type { Route } from "../models/model.ts";
import { payloadOf } from "../models/payload.ts";
import { progressOf } from "../wording/progress.ts";
import { CallDeadline } from "./call_deadline.ts";
import { isOutOfMemory, multipart, type OwnServer, type OwnServerRequest } from "./own_server.ts";
import { redact } from "./redact.ts";
import { dig, failureOfTakenWork, failureOfWork, idIn, unknownState } from "./routed_provider.ts";
import { type SubmitOutcome, submitUntilTaken } from "./submitting.ts";

/** How one model is reached at a `/v1/videos` server. */
export interface VideosApiOptions {
  readonly server: OwnServer;
  readonly route: Route;
  /** For one start, waits included, in milliseconds. */
  readonly timeoutMs: number;
  /** From 0 to 1; spreads retries. */
  readonly random?: () => number;
}

type Operation = ProviderOperation["operation"];

const SUBMIT_MS = 60_000;
/** vLLM-Omni answers 409 while the work does not stop yet; in milliseconds between two requests. */
const STOP_AGAIN_MS = 1000;
const MAX_STOPS = 4;

/**
 * The asynchronous dialect of vLLM-Omni and SGLang-Diffusion (their `/v1/videos`): create with the
 * picture, ask for the job, fetch its content. A create that may have begun is never sent again.
 */
export class VideosApi implements VideoProvider {
  readonly id = "videos-api";
  readonly isRepeatable = false;
  readonly #options: VideosApiOptions;

  constructor(options: VideosApiOptions) {
    this.#options = options;
  }

  /**
   * Creates the job.
   *
   * @throws {ProviderError} with a code of the providers'; `provider-misconfigured` for a server
   *   that makes the video before it answers
   * @throws {CanceledError} when `call.signal` aborts
   */
  async start(request: VideoRequest, call: ProviderCall): Promise<ProviderOperation> {
    const { server, route, timeoutMs, random = Math.random } = this.#options;
    const create = await this.#creation(request, call);
    const deadline = new CallDeadline(call.signal, { clock: server.clock, timeoutMs });
    try {
      const submitted = await submitUntilTaken<unknown>({
        post: async (): Promise<SubmitOutcome<unknown>> => {
          const answer = await server.ask(create, deadline.signal);
          return answer.kind === "json" ? { kind: "taken", taken: answer.body } : answer;
        },
        ...{ call, deadline, random, route, provider: this.id, sending: "sending" },
        clock: server.clock,
      });
      if (submitted.kind === "refused") throw submitted.refusal.error;
      return { kind: "operation", operation: { id: jobIn(submitted.taken) } };
    } finally {
      deadline.end();
    }
  }

  /**
   * Asks for the job, and fetches the video of one that is completed.
   *
   * @throws {ProviderError} why that could not be learnt, or the video not be fetched this time
   * @throws {CanceledError} when `call.signal` aborts
   */
  async check({ id }: Operation, call: ProviderCall): Promise<OperationAnswer> {
    const { server } = this.#options;
    const answer = await server.ask({ path: pathOf(id) }, call.signal);
    // vLLM-Omni answers for a failed job with the failure's own status, and the job as its body.
    const isJob = dig(answer.body, "id") === id && dig(answer.body, "status") !== undefined;
    if (answer.kind === "refused" && !isJob) throw failureOfTakenWork(answer.refusal);
    const state = dig(answer.body, "status");
    switch (state) {
      case "queued":
        call.report(progressOf("in-queue", { provider: this.id }));
        return { kind: "operation", operation: { id } };
      case "in_progress":
        call.report(makingReport(this.id, dig(answer.body, "progress")));
        return { kind: "operation", operation: { id } };
      case "completed":
        return await this.#content(id, call);
      case "failed":
        return { kind: "ended", failure: failureOfJob(answer.body) };
      default:
        return { kind: "ended", failure: unknownState(state) };
    }
  }

  /**
   * Asks the server to drop the job. SGLang only forgets it, and its GPU goes on.
   *
   * @throws {ProviderError} when it is not known whether the work goes on
   */
  async cancel({ id }: Operation, { signal }: ProviderCall): Promise<void> {
    const { server } = this.#options;
    for (let times = 1;; times++) {
      const answer = await server.ask({ method: "DELETE", path: pathOf(id) }, signal);
      if (answer.kind === "json" && dig(answer.body, "status") !== "deleted") return;
      const isBusy = answer.kind === "refused" && answer.refusal.answer.status === 409;
      if (!isBusy || times >= MAX_STOPS) {
        throw failureOfWork("upstream-error", { kind: "not-stopped" });
      }
      await wait(STOP_AGAIN_MS, { clock: server.clock, signal });
    }
  }

  async #creation(request: VideoRequest, call: ProviderCall): Promise<OwnServerRequest> {
    const { route } = this.#options;
    const limits = route.maxImageBytes === undefined ? {} : { maxBytes: route.maxImageBytes };
    const jpeg = await request.picture.jpeg(request.size, call.signal, limits);
    // The form's rule takes an empty prompt for a missing one; models without prompts get a blank.
    const payload = { prompt: " ", ...payloadOf(route, request) };
    const fields = Object.entries(payload).map(([name, value]) => [name, String(value)]);
    const model = route.providerModel === undefined ? {} : { model: route.providerModel };
    const file = { field: "input_reference", name: "picture.jpg", bytes: jpeg };
    return {
      method: "POST",
      path: "/v1/videos",
      body: await multipart({ ...Object.fromEntries(fields), ...model }, file),
      startsWork: true,
      timeoutMs: SUBMIT_MS,
    };
  }

  async #content(id: unknown, call: ProviderCall): Promise<OperationAnswer> {
    const found = await this.#options.server.video(`${pathOf(id)}/content`, call);
    if (found.kind === "video") return found;
    const { cause } = found.refusal.error;
    throw failureOfWork("bad-output", { kind: "no-address" }, { charged: "yes", cause });
  }
}

/** @throws {TypeError} for what no version of this program has written */
function pathOf(id: unknown): string {
  if (idIn(id) === undefined) throw new TypeError("The stored operation is no job of /v1/videos.");
  return `/v1/videos/${id}`;
}

/** @throws {ProviderError} for an answer that names no job that could be asked for */
function jobIn(body: unknown): string {
  // NVIDIA Dynamo's answer is the video itself, or where it is.
  if (Array.isArray(dig(body, "data"))) {
    throw failureOfWork("provider-misconfigured", { kind: "synchronous" });
  }
  const id = idIn(dig(body, "id"));
  if (id === undefined) throw failureOfWork("bad-output", { kind: "no-work" });
  return id;
}

/** Its words may hold paths and tracebacks: they are for the log. */
function failureOfJob(body: unknown) {
  const words = String(dig(body, "error", "message") ?? dig(body, "error") ?? "");
  const cause = new Error(`The server said: ${redact(words) || "(nothing)"}`);
  return isOutOfMemory(words)
    ? failureOfWork("job-failed", { kind: "out-of-memory" }, { cause })
    : failureOfWork("job-failed", {}, { cause });
}

function makingReport(provider: string, progress: unknown) {
  const isKnown = typeof progress === "number" && progress > 0 && progress <= 100;
  if (!isKnown) return progressOf("making", { provider });
  return progressOf("making-percent", { provider, percent: Math.round(progress) });
}
