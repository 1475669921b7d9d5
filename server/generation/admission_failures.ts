import { InputError } from "../errors.ts";

/** When to come back to a full queue while nobody knows how long videos take here. */
const DEFAULT_RETRY_SECONDS = 30;

/** The visitor's queue is full. `usualSeconds` is how long a video usually takes at most. */
export function queueFull(limit: number, usualSeconds: number | undefined): InputError {
  const retryAfterSeconds = usualSeconds ?? DEFAULT_RETRY_SECONDS;
  return new InputError("queue-full", { kind: "limit", limit }, { retryAfterSeconds });
}

/** Everyone's queue is full. */
export function wholeQueueFull(usualSeconds: number | undefined): InputError {
  const retryAfterSeconds = usualSeconds ?? DEFAULT_RETRY_SECONDS;
  return new InputError("whole-queue-full", {}, { retryAfterSeconds });
}

/** An `Idempotency-Key` stands for one request only. */
export function keyReused(): InputError {
  return new InputError("idempotency-key-reused");
}

/** A video that its visitor paid for cannot be tried again without their token. */
export function tokenNeededAgain(modelName: string): InputError {
  return new InputError("model-unavailable", { kind: "token-gone", modelName });
}

/** Why a generation cannot be tried again: its picture is gone, or it did not fail. */
export function notRetryable({ hasFailed }: { readonly hasFailed: boolean }): InputError {
  return new InputError("not-retryable", { kind: hasFailed ? "picture-gone" : "not-failed" });
}

/** The provider has nothing of it that could be asked for. */
export function notOpen(): InputError {
  return new InputError("not-open");
}
