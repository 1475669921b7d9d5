import type { RequestHandler } from "../routing/request_handler.ts";
import { serveApp } from "../serve.ts";
import type { ListenOptions } from "../types.ts";

/** URL path of the script that reloads pages. */
export const RELOAD_PATH = "/_frsh/reload.js";

const ALIVE_PATH = "/_frsh/alive";

/** Serves an app, and beside it what lets pages notice that the server was restarted. */
export function serveForDevelopment(
  handler: RequestHandler,
  options: ListenOptions & { basePath: string },
): Deno.HttpServer {
  const { basePath } = options;
  const revision = crypto.randomUUID();
  return serveApp(async (request, info) => {
    const { pathname } = new URL(request.url);
    if (pathname === basePath + ALIVE_PATH) {
      return announceRevision(request, revision);
    }
    if (pathname === basePath + RELOAD_PATH) return await reloadScript();
    return await handler(request, info);
  }, options);
}

function announceRevision(request: Request, revision: string): Response {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return new Response("Expected a WebSocket.", { status: 426 });
  }
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.addEventListener("open", () => socket.send(revision));
  return response;
}

async function reloadScript(): Promise<Response> {
  const response = await fetch(import.meta.resolve("../client/reload.js"));
  const headers = {
    "content-type": "text/javascript; charset=UTF-8",
    "cache-control": "no-store",
  };
  return new Response(response.body, { headers });
}
