/** Bytes of answers that are at hand as a whole, so that they need no stream to go out. */
const READY = new WeakMap<Response, Uint8Array<ArrayBuffer>>();

/** An answer of these bytes; its headers are complete but for the length. */
export function readyAnswer(
  bytes: Uint8Array<ArrayBuffer>,
  init: { readonly status?: number; readonly headers: HeadersInit },
): Response {
  const response = new Response(bytes, init);
  READY.set(response, bytes);
  return response;
}

/** The bytes of such an answer, which goes out unchanged; `undefined` for every other. */
export function readyBytes(response: Response): Uint8Array<ArrayBuffer> | undefined {
  return READY.get(response);
}
