import { readBoundedBody } from "../protocol/bounded_body.ts";

/** Discovery documents and token answers have a few kilobytes. */
const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * A `fetch` for short answers: each has a deadline, body included, beside the caller's own, and a limit
 * in bytes.
 *
 * @throws TypeError when the other side cannot be reached or says too much
 * @throws DOMException `TimeoutError` at the deadline
 */
export function boundedFetch(
  options: { readonly fetch: typeof fetch; readonly timeoutMs: number },
): (url: string, init: RequestInit) => Promise<Response> {
  return async (url, init) => {
    const own = AbortSignal.timeout(options.timeoutMs);
    const signal = init.signal ? AbortSignal.any([init.signal, own]) : own;
    const response = await options.fetch(url, { ...init, redirect: "manual", signal });
    const body = await readShortBody(response);
    const { status, headers } = response;
    return new Response(body.length > 0 ? body : null, { status, headers });
  };
}

/** @throws TypeError when the body is longer than the limit */
export async function readShortBody(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const body = await readBoundedBody(response, MAX_ANSWER_BYTES);
  if (body === undefined) throw new TypeError("The answer is longer than it may be.");
  return body;
}
