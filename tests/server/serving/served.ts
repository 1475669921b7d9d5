import {
  serveRequests,
  type WebHandler,
  type WebServer,
  type WebServerOptions,
} from "../../../server/serving/web_server.ts";

/** A server on a port of its own, and what it logged. */
export interface Served extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly server: WebServer;
  readonly logged: string[];
}

/** Serves `handler` for a test. */
export async function serve(
  handler: (...args: Parameters<WebHandler>) => Response | Promise<Response>,
  options: Partial<WebServerOptions> = {},
): Promise<Served> {
  const logged: string[] = [];
  const log = {
    info() {},
    error: (sentence: string, facts = {}) => void logged.push(`${sentence} ${Deno.inspect(facts)}`),
  };
  const server = await serveRequests(async (...args) => await handler(...args), {
    ...{ hostname: "127.0.0.1", port: 0, log, maxConnections: 100 },
    ...options,
  });
  const { port } = server.addr;
  return {
    ...{ server, port, logged },
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Times that a test can wait for. */
export const SHORT_TIMES = {
  headersTimeout: 150,
  requestTimeout: 1000,
  keepAliveTimeout: 150,
  connectionsCheckingInterval: 20,
};
