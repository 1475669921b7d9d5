import type { IncomingMessage, ServerResponse } from "node:http";
import { CanceledError } from "../errors.ts";
import type { IsTrusted } from "../proxy_ranges.ts";
import { askedFor } from "../protocol/forwarded.ts";

/** A request that is no HTTP, although its syntax passed: nobody can tell what it asks for. */
export class MalformedRequestError extends Error {}

/** What `Request` refuses (WHATWG Fetch section 2.2.1). */
const FORBIDDEN: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);
/** A name or an address, perhaps with a port (RFC 9110 section 7.2). */
const HOST = /^(?:[\w.-]{1,255}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * The request as the web platform has it. Its body asks for what it needs only, and fails when the client
 * leaves within it; its signal aborts when the client leaves before the answer is complete. A request
 * without a body has no such signal: its answer is at hand, or a stream, which is canceled.
 *
 * @throws {MalformedRequestError} for an address, host or header that cannot be read
 */
export function toRequest(
  incoming: IncomingMessage,
  { outgoing, isTrusted, onRead }: {
    readonly outgoing: ServerResponse;
    readonly isTrusted: IsTrusted;
    /** Called when somebody begins to read the body. */
    readonly onRead?: () => void;
  },
): Request {
  const { method = "GET" } = incoming;
  const url = addressOf(incoming, isTrusted);
  const hasBody = method !== "GET" && method !== "HEAD" &&
    (incoming.headers["content-length"] !== undefined ||
      incoming.headers["transfer-encoding"] !== undefined);
  try {
    const request = new Request(url, {
      method: FORBIDDEN.has(method) ? "GET" : method,
      headers: headersOf(incoming),
      ...(hasBody
        ? { body: bodyOf(incoming, onRead), duplex: "half", signal: leavingOf(outgoing) }
        : {}),
    });
    // Browsers' rules forbid some methods and mend others: here whoever answers decides on them.
    if (request.method !== method) Object.defineProperty(request, "method", { value: method });
    return request;
  } catch (cause) {
    throw new MalformedRequestError("its head cannot be read", { cause });
  }
}

function leavingOf(outgoing: ServerResponse): AbortSignal {
  const leaving = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) leaving.abort(new CanceledError());
  });
  return leaving.signal;
}

/**
 * The address that was asked for: as it stands, or below the host that the client named, perhaps to a
 * proxy.
 */
function addressOf({ url = "/", headers, socket }: IncomingMessage, isTrusted: IsTrusted): URL {
  const asked = askedFor({
    read: (name) => {
      const value = headers[name];
      return Array.isArray(value) ? value.join(",") : value;
    },
    peer: socket.remoteAddress ?? "",
    isTrusted,
  });
  const host = asked.host ?? headers.host ?? `${socket.localAddress}:${socket.localPort}`;
  if (!HOST.test(host)) throw new MalformedRequestError("its host cannot be read");
  const isAbsolute = /^https?:\/\//i.test(url);
  // A host alone and an asterisk ask for no path. And a path is never resolved against a base: one of
  // two slashes would name a host.
  const path = url.startsWith("/") ? url : "/";
  const address = URL.parse(isAbsolute ? url : `${asked.scheme ?? "http"}://${host}${path}`);
  if (!address || !HOST.test(address.host) || address.username !== "") {
    throw new MalformedRequestError("its address cannot be read");
  }
  return address;
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  const cookies: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const value = rawHeaders[index + 1] ?? "";
    if (name.toLowerCase() === "cookie") cookies.push(value);
    else headers.append(name, value);
  }
  // Several are one list, which is not separated by commas (RFC 6265 section 5.4).
  if (cookies.length > 0) headers.set("cookie", cookies.join("; "));
  return headers;
}

/**
 * A body as a stream, of which no more is taken from the connection than is read. `Readable.toWeb` would
 * do the same, but it ends the process when a client leaves at the wrong moment.
 */
function bodyOf(
  incoming: IncomingMessage,
  onRead: () => void = () => {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isOver = false;
  let hasBegun = false;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(stream) {
      const end = (finish: () => void) => {
        if (isOver) return;
        isOver = true;
        finish();
      };
      incoming.pause();
      incoming.on("data", (piece: Uint8Array<ArrayBuffer>) => {
        if (isOver) return;
        stream.enqueue(piece);
        if ((stream.desiredSize ?? 0) <= 0) incoming.pause();
      });
      incoming.once("end", () => end(() => stream.close()));
      const breakOff = () => end(() => stream.error(new TypeError("the client left")));
      incoming.once("close", breakOff);
      incoming.on("error", breakOff);
    },
    pull() {
      if (!hasBegun) onRead();
      hasBegun = true;
      incoming.resume();
    },
    cancel() {
      isOver = true;
      incoming.pause();
    },
  }, new ByteLengthQueuingStrategy({ highWaterMark: 0 }));
}
