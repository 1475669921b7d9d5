import type { Refusal } from "./refusal.ts";
import {
  dig,
  failureOfLostWork,
  failureOfTakenWork,
  failureOfWork,
  idIn,
  isPlainPath,
  type OperationState,
  pathIn,
  type RoutedProvider,
  type RouterConnection,
  unknownState,
  videoMissing,
} from "./routed_provider.ts";
import { readHeader } from "../protocol/read_header.ts";
import { parseErrorBody } from "./upstream_answer.ts";

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
        throw failureOfLostWork(parseErrorBody(JSON.stringify(body)), connection);
      case "CANCELED":
      case "CANCELLED":
        throw failureOfWork("job-canceled");
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
  const answer = await connection.askWhatever({ method: "GET", path: `${path}${QUEUE}` });
  if (answer.kind === "refused") throw failureOfResult(answer.refusal);
  const address = dig(answer.body, "video", "url");
  if (typeof address !== "string" || address === "") throw videoMissing();
  return { kind: "done", address };
}

function failureOfResult(refusal: Refusal): Error {
  const { code, answer, error } = refusal;
  const { headers, status } = answer;
  const isPlatforms = headers.has("x-fal-error-type") ||
    answer.codes.some((type) => PLATFORM_ERRORS.has(type));
  // The queue's own answers are JSON; whatever else comes is a gateway's, and says nothing of the work.
  const isOfWork = status >= 500 && /\bjson\b/i.test(readHeader(headers, "content-type") ?? "");
  const isFailedWork = !UNANSWERED.has(code) && (isOfWork || code === "job-failed");
  if (!isPlatforms && !isFailedWork) return failureOfTakenWork(refusal);
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
