import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";

type Bytes = Uint8Array<ArrayBuffer>;

/** An answer that many get, prepared once: with Node a text goes out with its head in one write. */
export interface ReadyAnswer {
  readonly status: number;
  /** Names and values by turns. */
  readonly head: readonly string[];
  /** One letter a byte. */
  readonly text: string;
}

const READY = new WeakMap<Response, ReadyAnswer>();
const TAKERS = new WeakSet<Deno.ServeHandlerInfo>();

/** Says that whoever gave this information sends prepared answers, which may be given many times. */
export function takeReady(info: Deno.ServeHandlerInfo): Deno.ServeHandlerInfo {
  TAKERS.add(info);
  return info;
}

/** Prepares an answer of these bytes. It is made anew for those who do not take prepared ones. */
export function prepareAnswer(
  bytes: Bytes,
  headers: Headers,
): (info: Deno.ServeHandlerInfo | undefined) => Response {
  const all = new Headers(headers);
  all.set("content-length", String(bytes.length));
  const shared = new Response(null, { headers: all });
  READY.set(shared, {
    status: 200,
    head: [...all].flat(),
    text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1"),
  });
  return (info) => info && TAKERS.has(info) ? shared : new Response(bytes, { headers: all });
}

/** What a prepared answer consists of; `undefined` for every other. */
export function readyPartsOf(response: Response): ReadyAnswer | undefined {
  return READY.get(response);
}

/** Sends it; who waits for the end listens to `outgoing`. */
export function sendReady(
  { status, head, text }: ReadyAnswer,
  { incoming, outgoing }: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse },
): void {
  // What is left of a body is not read, so that nothing can follow it.
  if (!incoming.complete) outgoing.setHeader("connection", "close");
  outgoing.writeHead(status, head as string[]);
  if (incoming.method === "HEAD") outgoing.end();
  else outgoing.end(text, "latin1");
}
