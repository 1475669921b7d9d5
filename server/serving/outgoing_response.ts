import { Buffer } from "node:buffer";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import {
  describeEncoding,
  encodingFor,
  isTooShort,
  openPacker,
  pack,
  PACKED_AT_ONCE_BYTES,
} from "./compression.ts";
import { readyPartsOf, sendReady } from "./ready_answer.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type BodyReader = ReadableStreamDefaultReader<Bytes>;

/** Who takes nothing for so long is not waited for, in milliseconds. */
const STALL_MS = 60_000;
/** Up to so many are sent together with the head. */
const ONE_WRITE_BYTES = 16 * 1024;
/** How many turns of the microtask queue a body that is there takes to end. */
const TURNS = 20;

/**
 * Sends an answer as fast as its client takes it, and resolves when it is sent or the client has left.
 * Text is packed. What is there as a whole goes out with its length.
 *
 * @throws what the body fails with; then the connection has to be broken off, so that nobody takes a
 *   part for the whole
 */
export async function sendResponse(
  response: Response,
  { incoming, outgoing }: {
    readonly incoming: IncomingMessage;
    readonly outgoing: ServerResponse;
  },
): Promise<void> {
  const ready = readyPartsOf(response);
  if (ready) {
    outgoing.on("error", () => {});
    sendReady(ready, { incoming, outgoing });
    return await sent(outgoing);
  }
  const reader = response.body?.getReader();
  // Neither hears what goes wrong with it unless it listens.
  outgoing.on("error", () => {});
  const leave = () => void reader?.cancel().catch(() => {});
  outgoing.once("close", leave);
  try {
    if (outgoing.destroyed) return leave();
    outgoing.statusCode = response.status;
    // What is left of its body is not read, so that nothing can follow it.
    if (!incoming.complete) outgoing.setHeader("connection", "close");
    if (!reader || incoming.method === "HEAD") {
      setHeaders(outgoing, response.headers);
      if (isEmpty(response, incoming)) outgoing.setHeader("content-length", "0");
      outgoing.end();
      leave();
    } else {
      await sendBody(response, reader, { incoming, outgoing });
    }
  } catch (error) {
    if (!outgoing.destroyed) throw error;
  } finally {
    outgoing.off("close", leave);
  }
}

async function sendBody(
  { status, headers: given }: Response,
  reader: BodyReader,
  { incoming, outgoing }: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse },
): Promise<void> {
  const headers = new Headers(given);
  const accepted = incoming.headers["accept-encoding"];
  const encoding = encodingFor({ status, headers }, accepted?.toString());
  const start = await readStart(reader);
  if (start.isWhole && (!encoding || start.bytes.length <= PACKED_AT_ONCE_BYTES)) {
    const isPacked = encoding !== undefined && !isTooShort(start.bytes);
    if (isPacked) describeEncoding(headers, encoding);
    const bytes = isPacked ? pack(start.bytes, encoding) : start.bytes;
    headers.set("content-length", String(bytes.length));
    setHeaders(outgoing, headers);
    endWith(outgoing, bytes);
    return await sent(outgoing);
  }
  if (encoding) describeEncoding(headers, encoding);
  setHeaders(outgoing, headers);
  const pieces = piecesOf(start, reader);
  if (encoding) return await pipeline(pieces, openPacker(encoding), outgoing);
  // Whoever waits for the first piece already hears that there will be an answer.
  outgoing.flushHeaders();
  for await (const piece of pieces) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(piece)) await drained(outgoing);
  }
  outgoing.end();
  await sent(outgoing);
}

/** Node sends a head and a text in one write; with bytes it makes two of them, which costs much more. */
function endWith(outgoing: ServerResponse, bytes: Uint8Array): void {
  const { buffer, byteOffset, byteLength } = bytes;
  if (byteLength > ONE_WRITE_BYTES) outgoing.end(bytes);
  else outgoing.end(Buffer.from(buffer, byteOffset, byteLength).toString("latin1"), "latin1");
}

/** Whether it has to say that it is empty, which a client could not know. */
function isEmpty({ status, headers }: Response, { method }: IncomingMessage): boolean {
  return method !== "HEAD" && status !== 204 && status !== 304 && !headers.has("content-length");
}

function setHeaders(outgoing: ServerResponse, headers: Headers): void {
  for (const [name, value] of headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
}

/** What of a body is there at once. */
type Start =
  | { readonly isWhole: true; readonly bytes: Bytes }
  | { readonly isWhole: false; readonly reads: Promise<ReadableStreamReadResult<Bytes>>[] };

/** A text or bytes are one piece and its end, both there; whatever else takes time is a stream. */
async function readStart(reader: BodyReader): Promise<Start> {
  const first = reader.read();
  const firstResult = await soon(first);
  if (!firstResult) return { isWhole: false, reads: [first] };
  if (firstResult.done) return { isWhole: true, bytes: new Uint8Array() };
  const second = reader.read();
  const secondResult = await soon(second);
  return secondResult?.done
    ? { isWhole: true, bytes: firstResult.value }
    : { isWhole: false, reads: [first, second] };
}

async function soon<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  let result: Value | undefined;
  promise.then((value) => result = value, () => {});
  for (let turn = 0; turn < TURNS && result === undefined; turn++) await undefined;
  return result;
}

async function* piecesOf(start: Start, reader: BodyReader): AsyncGenerator<Bytes> {
  if (start.isWhole) return yield start.bytes;
  for (const read of start.reads) {
    const { done, value } = await read;
    if (done) return;
    yield value;
  }
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/** Resolves once its client has taken what was written, or has left; ends it when it takes too long. */
async function drained(outgoing: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => outgoing.destroy(), STALL_MS);
  outgoing.once("drain", resolve).once("close", resolve);
  await promise;
  clearTimeout(timer);
  outgoing.off("drain", resolve).off("close", resolve);
}

async function sent(outgoing: ServerResponse): Promise<void> {
  if (outgoing.writableFinished || outgoing.destroyed) return;
  // The system has all of it: nothing is left to wait for.
  if (outgoing.writableEnded && outgoing.socket?.writableLength === 0) return;
  const timer = setTimeout(() => outgoing.destroy(), STALL_MS);
  await Promise.race([once(outgoing, "finish"), once(outgoing, "close")]);
  clearTimeout(timer);
}
