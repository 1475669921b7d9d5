import { InputError, StorageError } from "../errors.ts";

/** When to come back to a full queue while nobody knows how long videos take here. */
const DEFAULT_RETRY_SECONDS = 30;

/** The visitor's queue is full. `usualSeconds` is how long a video usually takes at most. */
export function queueFull(limit: number, usualSeconds: number | undefined): InputError {
  return new InputError(
    "queue-full",
    `You have ${limit} videos in the making, which is the limit here. Try again when one is done.`,
    { retryable: true, retryAfterSeconds: usualSeconds ?? DEFAULT_RETRY_SECONDS },
  );
}

/** The room that the operator set aside is used up. */
export function quotaUsedUp(): StorageError {
  return new StorageError(
    "storage-quota",
    "The videos stored here have used up the room that the operator set aside. " +
      "Delete some of yours, or try again later.",
    { retryable: true },
  );
}

/** An `Idempotency-Key` stands for one request only. */
export function keyReused(): InputError {
  return new InputError(
    "idempotency-key-reused",
    "This Idempotency-Key belongs to another request. Use a new key for each new request.",
  );
}

/** A video that its visitor paid for cannot be tried again without their token. */
export function tokenNeededAgain(modelName: string): InputError {
  return new InputError(
    "model-unavailable",
    `This video of ${modelName} was started with your own Hugging Face token, which is not here any ` +
      "more. Enter it again or sign in, and then try once more.",
  );
}

/** Why a generation cannot be tried again: its picture is gone, or it did not fail. */
export function notRetryable({ hasFailed }: { readonly hasFailed: boolean }): InputError {
  return new InputError(
    "not-retryable",
    hasFailed
      ? "The picture is no longer kept here. Choose it again to try once more."
      : "Only a generation that failed or was canceled can be tried again.",
  );
}
