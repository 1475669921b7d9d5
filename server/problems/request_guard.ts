import { InputError } from "../errors.ts";
import type { Log } from "../log.ts";
import { MethodNotAllowedError } from "../protocol/allowed_methods.ts";
import { headersOf } from "../protocol/error_headers.ts";
import { problemResponse, toLoungeError, toProblem } from "./problem.ts";

type Handler = (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

const FALLBACK_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(self), microphone=(), geolocation=()",
};

/**
 * Wraps the app's handler where middlewares do not reach: a malformed percent escape makes the
 * router itself reject, methods that it does not know and static files are refused without `Allow`,
 * and error pages are rendered outside the root middlewares.
 */
export function guardRequests(handler: Handler, log: Log): Handler {
  return async (request, info) => {
    try {
      checkAddress(request);
      const response = await handler(request, info);
      if (isBareRefusal(response)) throw await refusalOf(request, (probe) => handler(probe, info));
      return secure(request, response);
    } catch (thrown) {
      const error = toLoungeError(thrown);
      const address = { path: new URL(request.url).pathname, requestId: crypto.randomUUID() };
      if (error.code === "internal-error") {
        log.error("request failed", { ...address, error: thrown });
      }
      return secure(request, problemResponse(toProblem(error, address), headersOf(error)));
    }
  };
}

/** RFC 9110 section 15.5.6: a `405` must name the methods that work. */
function isBareRefusal({ status, headers }: Response): boolean {
  return status === 405 && !headers.has("allow");
}

/** Asks the address itself which methods it has; static files do not tell and have these two. */
async function refusalOf(
  request: Request,
  ask: (probe: Request) => Promise<Response>,
): Promise<MethodNotAllowedError> {
  const { headers } = await ask(new Request(request.url, { method: "OPTIONS" }));
  return new MethodNotAllowedError(headers.get("allow") ?? "GET, HEAD");
}

function checkAddress(request: Request): void {
  try {
    decodeURIComponent(new URL(request.url).pathname);
  } catch (cause) {
    throw new InputError("malformed-address", "The address holds a broken percent escape.", {
      cause,
    });
  }
}

/** Sets headers in place: wrapping the body again would cost a film a fifth of its throughput. */
function secure(request: Request, response: Response): Response {
  const { headers } = response;
  for (const [name, value] of Object.entries(HEADERS)) {
    if (!headers.has(name)) headers.set(name, value);
  }
  const policy = headers.get("content-security-policy") ?? FALLBACK_POLICY;
  headers.set("content-security-policy", tighten(request, policy));
  return response;
}

/**
 * Fresh allows inline scripts wherever it rendered no nonce. And on plain HTTP the upgrade directive
 * would break every asset of a self-hosted instance.
 */
function tighten(request: Request, policy: string): string {
  const strict = policy.replaceAll(" 'unsafe-inline'", "");
  return request.url.startsWith("http:")
    ? strict.replace(/;?\s*upgrade-insecure-requests/, "")
    : strict;
}
