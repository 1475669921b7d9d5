import type { RequestHandler } from "./routing/request_handler.ts";
import type { ListenOptions } from "./types.ts";

const FIRST_PORT = 8000;
const PORTS_TO_TRY = 20;

/**
 * Serves on `options.port`, else on the first free port from 8000 up, and says where.
 *
 * @throws {Deno.errors.AddrInUse} when the given port, or each of the tried ones, is taken.
 */
export function serveApp(
  handler: RequestHandler,
  { basePath, remoteAddress, ...options }: ListenOptions & { basePath: string },
): Deno.HttpServer {
  const onListen = options.onListen ?? ((address: Deno.NetAddr) => {
    const protocol = options.cert !== undefined ? "https" : "http";
    const hostname = ["0.0.0.0", "127.0.0.1"].includes(address.hostname)
      ? "localhost"
      : address.hostname;
    const url = remoteAddress ?? `${protocol}://${hostname}:${address.port}`;
    // deno-lint-ignore no-console -- the start-up message is for whoever runs the process
    console.log(`Fresh is ready on ${url}${basePath}/`);
  });
  if (options.port !== undefined) {
    return Deno.serve({ ...options, onListen }, handler);
  }
  for (let port = FIRST_PORT;; port++) {
    try {
      return Deno.serve({ ...options, port, onListen }, handler);
    } catch (error) {
      const isLast = port === FIRST_PORT + PORTS_TO_TRY - 1;
      if (isLast || !(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}
