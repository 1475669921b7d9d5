import type { ProviderError } from "../errors.ts";
import type { Refusal } from "./refusal.ts";
import {
  canceledWork,
  dig,
  doneAt,
  failureOfTakenWork,
  failureOfWork,
  idIn,
  isPlainPath,
  lostWork,
  type OperationState,
  pathIn,
  type RoutedProvider,
  type RouterConnection,
  unknownState,
} from "./routed_provider.ts";
import { readHeader } from "../protocol/read_header.ts";
import { errorIn } from "./upstream_answer.ts";

const QUEUE = "?_subdomain=queue";

/** Failures of asking for a result, after which the work still stands as it stood. */
const UNANSWERED: ReadonlySet<string> = new Set(["rate-limited", "overloaded", "upstream-timeout"]);

/**
 * fal.ai's queue through the router (fal "Queue API", "Model errors" and "Request errors"). The
 * result is asked for at the path that the queue names, whose app differs from the submitted model.
 */
export const FAL: RoutedProvider = {
  id: "fal-ai",
  name: "fal.ai",

  submission({ providerModel, payload, jpeg }) {
    const image_url = `data:image/jpeg;base64,${jpeg.toBase64()}`;
    return {
      method: "POST",
      path: `/fal-ai/${providerModel}${QUEUE}`,
      body: { ...payload, image_url },
    };
  },

  operationPath(body, { providerModel }) {
    const named = pathIn(dig(body, "response_url"));
    if (named !== undefined) return `/fal-ai${named}`;
    const requestId = idIn(dig(body, "request_id"));
    const app = providerModel.split("/").slice(0, 2).join("/");
    const path = `/fal-ai/${app}/requests/${requestId}`;
    return requestId !== undefined && isPlainPath(path) ? path : undefined;
  },

  async check(path, connection) {
    const body = await connection.ask({ method: "GET", path: `${path}/status${QUEUE}` });
    const state = dig(body, "status");
    switch (state) {
      case "IN_QUEUE":
        return queued(dig(body, "queue_position"));
      case "IN_PROGRESS":
        return { kind: "working" };
      case "COMPLETED":
        return await resultAt(path, connection);
      case "FAILED":
      case "ERROR":
        return lostWork(errorIn(body), connection);
      case "CANCELED":
      case "CANCELLED":
        return canceledWork();
      default:
        throw unknownState(state);
    }
  },

  async cancel(path, connection) {
    const answer = await connection.askWhatever({ method: "PUT", path: `${path}/cancel${QUEUE}` });
    if (answer.kind === "json") return;
    const { cause } = answer.refusal.error;
    throw failureOfWork("upstream-error", { kind: "not-stopped" }, { cause });
  },
};

function queued(position: unknown): OperationState {
  const isCount = Number.isSafeInteger(position) && Number(position) >= 0;
  return isCount ? { kind: "queued", ahead: Number(position) } : { kind: "queued" };
}

/** The queue says COMPLETED of failed work too: only the result tells. */
async function resultAt(path: string, connection: RouterConnection): Promise<OperationState> {
  const request = { method: "GET", path: `${path}${QUEUE}`, mayHoldVideo: true } as const;
  const answer = await connection.askWhatever(request);
  if (answer.kind === "json") return doneAt(dig(answer.body, "video", "url"));
  const { refusal } = answer;
  if (isOfPlatform(refusal)) return { kind: "ended", failure: failureOfJob(refusal) };
  if (UNANSWERED.has(refusal.code)) throw failureOfTakenWork(refusal);
  if (isOfModel(refusal)) {
    const isFault = refusal.answer.status >= 500 || refusal.code === "job-failed";
    const failure = isFault ? failureOfJob(refusal) : failureOfTakenWork(refusal);
    return { kind: "ended", failure };
  }
  // A gateway's page says nothing of the work; JSON may be the queue's own word, if it stays.
  throw refusal.answer.status >= 500 && refusal.answer.isJson
    ? failureOfJob(refusal)
    : failureOfTakenWork(refusal);
}

function isOfPlatform({ answer: { headers, codes } }: Refusal): boolean {
  return headers.has("x-fal-error-type") || codes.some((type) => PLATFORM_ERRORS.has(type));
}

/** A model's own errors come with their types ("Model errors"). */
function isOfModel({ answer: { status, codes, isJson } }: Refusal): boolean {
  return isJson && codes.length > 0 && (status === 400 || status === 422 || status >= 500);
}

function failureOfJob({ answer: { headers }, error }: Refusal): ProviderError {
  const { cause, providerSaid } = error;
  const details = { cause, ...(providerSaid === undefined ? {} : { providerSaid }) };
  // The platform's word, where it gives one; most of what failed may do better the next time.
  const isFinal = readHeader(headers, "x-fal-retryable")?.toLowerCase() === "false";
  return failureOfWork("job-failed", isFinal ? { kind: "final" } : {}, details);
}

/** Types of what goes wrong around a model, as "Request errors" lists them; the work is over then. */
const PLATFORM_ERRORS: ReadonlySet<string> = new Set([
  "request_timeout",
  "startup_timeout",
  "runner_scheduling_failure",
  "runner_connection_timeout",
  "runner_disconnected",
  "runner_connection_refused",
  "runner_connection_error",
  "runner_incomplete_response",
  "runner_server_error",
  "internal_error",
]);
