import { ProviderError } from "../../errors.ts";
import type { ProviderCall, VideoRequest } from "../../generation/ports/provider.ts";
import type { Route } from "../../models/model.ts";
import { payloadOf } from "../../models/payload.ts";
import { fillWorkflow, type Workflow, type WorkflowGraph } from "../../models/workflow.ts";
import { CallDeadline } from "../call_deadline.ts";
import { multipart, type OwnServer } from "../own_server.ts";
import { dig } from "../routed_provider.ts";
import { submitUntilTaken } from "../submitting.ts";

/** How one model is reached at a ComfyUI. */
export interface ComfyUiOptions {
  readonly server: OwnServer;
  readonly route: Route;
  readonly workflow: Workflow;
  /** For one start, waits included, in milliseconds. */
  readonly timeoutMs: number;
  /** From 0 to 1; spreads retries. */
  readonly random?: () => number;
}

/** One job on its way to ComfyUI. */
interface Submission extends ComfyUiOptions {
  readonly call: ProviderCall;
  readonly job: {
    /** A UUID in lower case: the server refuses others. */
    readonly promptId: string;
    readonly provider: string;
    /** Opens the job's socket. */
    readonly listen: () => void;
  };
}

const SUBMIT_MS = 60_000;

/**
 * Uploads the picture and queues the workflow. Tells whether ComfyUI said that it took it; false
 * where it may have, and the job is to be looked for.
 *
 * @throws {ProviderError} for what proves that nothing was queued
 * @throws {CanceledError} when the call aborts
 */
export async function submitWorkflow(
  request: VideoRequest,
  { server, route, workflow, timeoutMs, random = Math.random, call, job }: Submission,
): Promise<boolean> {
  const { promptId, provider, listen } = job;
  const deadline = new CallDeadline(call.signal, { clock: server.clock, timeoutMs });
  try {
    const image = await uploadPicture(request, { server, call });
    const graph = fillWorkflow(workflow, { ...payloadOf(route, request), image });
    listen();
    const submitted = await submitUntilTaken<unknown>({
      post: async () => {
        const answer = await postGraph(server, { graph, promptId, signal: deadline.signal });
        if (answer.kind === "json") return { kind: "taken", taken: answer.body };
        return { ...answer, refusal: { ...answer.refusal, error: refusalOf(answer) } };
      },
      // Stored before it is sent: whoever goes on can look for the job.
      call: { ...call, submitting: (over) => call.submitting(over, { promptId }) },
      ...{ deadline, random, route, provider, sending: "sending" },
      clock: server.clock,
    });
    if (submitted.kind === "taken") {
      return await isWhole(submitted.taken, { server, workflow, job });
    }
    if (submitted.refusal.proof) throw submitted.refusal.error;
    return false;
  } catch (error) {
    // The answer got lost, not the job, perhaps.
    const isOpen = error instanceof ProviderError && error.charged === "unknown";
    if (isOpen && !call.signal.aborted) return false;
    throw error;
  } finally {
    deadline.end();
  }
}

/**
 * The picture goes to the folder that ComfyUI empties at each start, under the name of its content;
 * the value that `LoadImage` takes for it.
 */
async function uploadPicture(
  { picture, size }: VideoRequest,
  { server, call: { signal } }: Pick<Submission, "server" | "call">,
): Promise<string> {
  const jpeg = await picture.jpeg(size, signal);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", jpeg)).toHex();
  const file = { field: "image", name: `${hash.slice(0, 32)}.jpg`, bytes: jpeg };
  const body = await multipart({ type: "temp" }, file);
  const answer = await server.ask({ method: "POST", path: "/upload/image", body }, signal)
    .catch((cause) => {
      // Nothing is queued by a picture alone.
      if (!(cause instanceof ProviderError)) throw cause;
      const isOther = cause.code === "overloaded" || cause.code === "bad-output";
      const code = isOther ? "provider-misconfigured" : "unreachable";
      throw new ProviderError(code, {}, { charged: "no", cause: cause.cause });
    });
  if (answer.kind === "refused") {
    const { code, parameters, cause } = answer.refusal.error;
    throw new ProviderError(code, parameters, { charged: "no", cause });
  }
  const [name, subfolder] = [dig(answer.body, "name"), dig(answer.body, "subfolder")];
  if (typeof name !== "string") {
    throw new ProviderError("provider-misconfigured", {}, { charged: "no" });
  }
  return `${
    typeof subfolder === "string" && subfolder !== "" ? `${subfolder}/` : ""
  }${name} [temp]`;
}

async function postGraph(
  server: OwnServer,
  { graph, promptId, signal }: {
    readonly graph: WorkflowGraph;
    readonly promptId: string;
    readonly signal: AbortSignal;
  },
) {
  const prompt = { prompt: graph, prompt_id: promptId, client_id: promptId };
  const bytes = new TextEncoder().encode(JSON.stringify(prompt));
  return await server.ask({
    method: "POST",
    path: "/prompt",
    body: { type: "application/json", bytes },
    startsWork: true,
    timeoutMs: SUBMIT_MS,
  }, signal);
}

/**
 * Whether our own output was queued: a 200 may come with faults of nodes, whose outputs are dropped.
 *
 * @throws {ProviderError} where it was
 */
async function isWhole(
  answer: unknown,
  { server, workflow, job: { promptId } }: Pick<Submission, "server" | "job"> & {
    readonly workflow: Workflow;
  },
): Promise<true> {
  if (dig(answer, "node_errors", workflow.outputNode) === undefined) return true;
  const bytes = new TextEncoder().encode(JSON.stringify({ delete: [promptId] }));
  const body = { type: "application/json", bytes };
  const { signal } = new AbortController();
  await server.ask({ method: "POST", path: "/queue", body }, signal).catch(() => {});
  throw new ProviderError("invalid-parameters", {}, { charged: "no" });
}

/** A refusal by its own words: what the workflow needs and is not there is told by name. */
function refusalOf(
  { refusal, body }: {
    readonly refusal: { readonly error: ProviderError };
    readonly body: unknown;
  },
): ProviderError {
  const missing = missingIn(body).filter((name) => /^[\w .()/\\-]{1,120}$/.test(name));
  if (missing.length === 0) return refusal.error;
  const { cause } = refusal.error;
  return new ProviderError("model-not-found", { kind: "missing-there", missing }, {
    charged: "no",
    cause,
  });
}

/** Names of node classes and files that a refusal (`POST /prompt`, 400) misses. */
function missingIn(body: unknown): string[] {
  if (dig(body, "error", "type") === "missing_node_type") {
    return [String(dig(body, "error", "extra_info", "class_type"))];
  }
  const faults = Object.values(dig(body, "node_errors") ?? {}).flatMap((node) => {
    const errors = dig(node, "errors");
    return Array.isArray(errors) ? errors : [];
  });
  return faults.filter((fault) => dig(fault, "type") === "value_not_in_list")
    .map((fault) => String(dig(fault, "extra_info", "received_value")));
}
