import { createServer, type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Log } from "../log.ts";
import { type IsTrusted, trustedProxies } from "../proxy_ranges.ts";
import {
  type ParserError,
  refuse,
  requestOfUnknownMethod,
  turnAway,
} from "./refused_connection.ts";
import { MalformedRequestError, toRequest } from "./incoming_request.ts";
import { Listener } from "./listener.ts";
import { OpenConnections } from "./open_connections.ts";
import { sendResponse } from "./outgoing_response.ts";
import { takeReady } from "./ready_answer.ts";

/** Answers requests; it never rejects. */
export type WebHandler = (request: Request, info: Deno.ServeHandlerInfo) => Promise<Response>;

/** Where and how to serve. */
export interface WebServerOptions {
  readonly hostname: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly log: Log;
  /** How many connections are held at once. */
  readonly maxConnections: number;
  /** Proxies whose word on what was asked for counts, each as `isProxyRange` takes it. */
  readonly proxies?: readonly string[];
  readonly times?: ConnectionTimes;
  /** How often it is checked whether connections come through, in milliseconds. */
  readonly checkMs?: number;
}

/** How long a connection may take, in milliseconds. */
export interface ConnectionTimes {
  /** For the head of a request, from its first byte, or from the connection's beginning. */
  readonly headersTimeout: number;
  /** For a whole request; what reads the body watches more closely. */
  readonly requestTimeout: number;
  /** Without a request. Longer than proxies keep a connection, so that none writes into an end. */
  readonly keepAliveTimeout: number;
  readonly connectionsCheckingInterval: number;
}

/** A server that listens. */
export interface WebServer {
  readonly addr: Deno.NetAddr;
  /** Takes no connection any more; resolves when the last request is answered. */
  shutdown(): Promise<void>;
}

/** Room for cookies, and for a whole recipe in an address. */
const MAX_HEAD_BYTES = 64 * 1024;
const CHECK_MS = 10_000;
const USUAL_TIMES: ConnectionTimes = {
  headersTimeout: 10_000,
  requestTimeout: 11 * 60_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 1000,
};

/**
 * Serves over HTTP/1.1. Connections are bounded in number and time (decision 28); what is no HTTP is
 * answered without the handler.
 *
 * @throws Node's error with a `code` when the address cannot be listened on
 */
export async function serveRequests(
  handler: WebHandler,
  options: WebServerOptions,
): Promise<WebServer> {
  const { hostname, port, log, maxConnections, times = USUAL_TIMES, checkMs = CHECK_MS } = options;
  const isTrusted = trustedProxies(options.proxies ?? []);
  const connections = new OpenConnections(maxConnections);
  const server = createServer({ ...times, maxHeaderSize: MAX_HEAD_BYTES });
  const answer = (exchange: Exchange) =>
    answerRequest(exchange, { handler, connections, log, isTrusted });
  server.on("request", (incoming, outgoing) => void answer({ incoming, outgoing }));
  server.on("checkContinue", (incoming, outgoing) => {
    // Who is refused for the head alone need not send the body (RFC 9110 section 10.1.1).
    void answer({ incoming, outgoing, onRead: () => outgoing.writeContinue() });
  });
  server.on("connection", (socket: Socket) => {
    if (!connections.add(socket)) turnAway(socket);
  });
  // These come without an answer: one with a method for tunnels, and one that the parser stopped at.
  server.on("connect", (incoming: IncomingMessage, socket: Socket) => {
    void answer(exchangeOn(socket, incoming));
  });
  server.on("clientError", (error: ParserError, socket: Socket) => {
    const incoming = requestOfUnknownMethod(error, socket);
    if (incoming) void answer(exchangeOn(socket, incoming));
    else refuse(error, socket);
  });
  const listener = new Listener(server, { log, checkMs });
  const addr = await listener.listen({ hostname, port });
  return {
    addr,
    async shutdown() {
      const { promise, resolve } = Promise.withResolvers<void>();
      listener.stop();
      server.close(() => resolve());
      connections.close();
      await promise;
    },
  };
}

/** One request and its answer. */
interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly onRead?: () => void;
}

/** An exchange that ends its connection, for a request that Node answers by itself otherwise. */
function exchangeOn(socket: Socket, incoming: IncomingMessage): Exchange {
  const outgoing = new ServerResponse(incoming);
  outgoing.shouldKeepAlive = false;
  outgoing.assignSocket(socket);
  outgoing.once("finish", () => socket.end());
  return { incoming, outgoing };
}

async function answerRequest(
  { incoming, outgoing, onRead }: Exchange,
  { handler, connections, log, isTrusted }: {
    readonly handler: WebHandler;
    readonly isTrusted: IsTrusted;
    readonly connections: OpenConnections;
    readonly log: Log;
  },
): Promise<void> {
  const { socket } = incoming;
  using _answering = connections.answer(incoming);
  const completed = Promise.withResolvers<void>();
  outgoing.once("close", () => completed.resolve());
  try {
    const request = toRequest(incoming, { outgoing, isTrusted, ...(onRead ? { onRead } : {}) });
    const { remoteAddress = "", remotePort = 0 } = socket;
    const remoteAddr = { transport: "tcp", hostname: remoteAddress, port: remotePort } as const;
    const info = takeReady({ remoteAddr, completed: completed.promise });
    const response = await handler(request, info);
    await sendResponse(response, { incoming, outgoing });
  } catch (error) {
    if (error instanceof MalformedRequestError && !outgoing.headersSent) {
      return void outgoing.writeHead(400, { connection: "close", "content-length": "0" }).end();
    }
    const hasLeft = outgoing.destroyed;
    outgoing.destroy();
    if (!hasLeft) log.error("an answer broke off", { error });
  }
}
