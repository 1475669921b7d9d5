import { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/** What Node's parser stopped at. */
export interface ParserError extends Error {
  readonly code?: string;
  /** The bytes that it was reading. */
  readonly rawPacket?: Uint8Array;
}

const MAX_HEAD_BYTES = 16 * 1024;
/** A request's first line (RFC 9112 section 3): a method of any name, a target, a version. */
const REQUEST_LINE = /^([!#$%&'*+.^`|~\w-]{1,40}) (\S+) HTTP\/1\.[01]$/;

/**
 * The request that the parser stopped at because it knows no such method, so that it is answered as
 * well as any other; `undefined` when that is not the reason.
 */
export function requestOfUnknownMethod(
  { rawPacket }: ParserError,
  socket: Socket,
): IncomingMessage | undefined {
  const packet = new TextDecoder("latin1").decode(rawPacket?.subarray(0, MAX_HEAD_BYTES));
  const end = packet.indexOf("\r\n\r\n");
  if (end < 0 || !socket.writable) return undefined;
  const [first = "", ...lines] = packet.slice(0, end).split("\r\n");
  const [, method, url] = REQUEST_LINE.exec(first) ?? [];
  if (method === undefined || url === undefined || isKnown(method)) return undefined;
  const incoming = new IncomingMessage(socket);
  Object.assign(incoming, { method, url, complete: true });
  for (const line of lines) {
    const colon = line.indexOf(":");
    const [name, value] = [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    incoming.rawHeaders.push(name, value);
    incoming.headers[name] = value;
  }
  return incoming;
}

/** The parser takes these: then something else was wrong. */
function isKnown(method: string): boolean {
  return ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].includes(method);
}

/** Answers what is no HTTP, a head that is too long or does not come, and ends the connection. */
export function refuse(error: ParserError, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  socket.end(head(statusOf(error)));
}

/** Answers that there are too many connections already. */
export function turnAway(socket: Socket): void {
  socket.write(head("503 Service Unavailable", "retry-after: 5\r\n"));
  // Nobody counts it, so that it must not wait for its client to close it too.
  socket.destroySoon();
}

function statusOf({ code }: ParserError): string {
  if (code === "HPE_HEADER_OVERFLOW") return "431 Request Header Fields Too Large";
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? "408 Request Timeout" : "400 Bad Request";
}

function head(status: string, headers = ""): string {
  return `HTTP/1.1 ${status}\r\n${headers}connection: close\r\ncontent-length: 0\r\n\r\n`;
}
