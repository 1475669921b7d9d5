import { type LoungeError, ProviderError } from "../errors.ts";
import type { CallDeadline } from "./call_deadline.ts";
import { redactedError } from "./redact.ts";

/**
 * A body that `fetch` sends once. Deno sends a request again by itself when the connection breaks
 * before the answer, though the provider may have read it and begun to work; it does so for bodies
 * that it still holds, and not for a Blob, whose bytes it streams, with their `Content-Length`.
 */
export function bodySentOnce(content: BlobPart): Blob {
  return new Blob([content]);
}

/**
 * How Deno words that a host name, a connection or TLS did not come about. An address holds no
 * blanks, so that none can imitate it.
 */
const NOT_CONNECTED = /^error sending request for url \(\S*\): client error \(Connect\)/;

/**
 * Whether `fetch` failed with this before a byte of the request was sent. Whatever it does not know
 * counts as sent.
 */
export function isNeverSent(error: unknown): boolean {
  // The words are the error's own or its cause's, by the version of Deno.
  return error instanceof TypeError &&
    [error, error.cause].some((part) => part instanceof Error && NOT_CONNECTED.test(part.message));
}

/** The failure of a request that starts work, when `fetch` or its answer failed with this. */
export function failureOfSending(
  error: unknown,
  { deadline, secret }: {
    readonly deadline: CallDeadline;
    /** Kept out of the failure. */
    readonly secret: string | undefined;
  },
): LoungeError {
  const cause = redactedError(error, secret);
  return isNeverSent(error)
    ? deadline.failure("no", () => new ProviderError("unreachable", {}, { cause }))
    : deadline.failure("unknown", () => new ProviderError("network", {}, { cause }));
}
