import { isIP } from "node:net";
import type { Config } from "../config.ts";
import { InputError, type LoungeError } from "../errors.ts";
import { type IsTrusted, trustedProxies } from "../proxy_ranges.ts";
import { asksForPage } from "../protocol/accept.ts";
import { checkMethod, MethodNotAllowedError } from "../protocol/allowed_methods.ts";
import { headersOf } from "../protocol/error_headers.ts";
import { checkHeaders, readHeader } from "../protocol/read_header.ts";
import type { RequestObserver } from "../observing/request_observer.ts";
import { problemResponse, statusOf, toLoungeError, toProblem } from "./problem.ts";

type Handler = (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

const FALLBACK_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/**
 * Names that nobody outside can have point to a machine of theirs: their DNS belongs to this machine,
 * this network (RFC 6761, RFC 6762, RFC 8375) or to Deno Deploy.
 */
const TRUSTED_ENDINGS = [
  ".localhost",
  ".local",
  ".internal",
  ".home.arpa",
  ".deno.dev",
  ".deno.net",
];

/** What decides on hosts. */
type HostSettings = Pick<Config, "ALLOWED_HOSTS" | "SITE_URL" | "TRUSTED_PROXIES">;

/** Fresh writes it beside the scripts: a build's input files with their places on that machine. */
const METAFILE = "/metafile.json";

const HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(self), microphone=(), geolocation=()",
};

/**
 * Wraps the app's handler where middlewares do not reach: Fresh's router fails at methods that it
 * does not know and rejects malformed percent escapes, static files refuse methods without `Allow`,
 * the build's list of its input files is public, and error pages are rendered outside the root
 * middlewares.
 */
export function guardRequests(
  handler: Handler,
  { config, observer }: {
    readonly config: HostSettings;
    readonly observer: Pick<RequestObserver, "refused" | "faulted">;
  },
): Handler {
  const isTrusted = trustedProxies(config.TRUSTED_PROXIES);
  const isSiteSecure = config.SITE_URL?.startsWith("https:") === true;
  const answer = (request: Request, response: Response) =>
    secure(request, response, isSiteSecure || request.url.startsWith("https:"));
  return async (request, info) => {
    try {
      checkMethod(request.method);
      checkHeaders(request.headers);
      if (!isForwarded(request, info, isTrusted)) checkHost(request.url, config);
      checkAddress(request);
      const response = await handler(request, info);
      if (isBareRefusal(response)) throw new MethodNotAllowedError("GET, HEAD");
      return answer(request, response);
    } catch (thrown) {
      const error = toLoungeError(thrown);
      const path = new URL(request.url).pathname;
      const requestId = crypto.randomUUID();
      observer.refused({ requestId, path, code: error.code, status: statusOf(error) });
      if (error.code !== "internal-error" && asksForPage(request)) {
        const page = await pageAbout(error, request, (asked) => handler(asked, info));
        if (page) return answer(request, page);
      }
      if (error.code === "internal-error") {
        observer.faulted({ requestId, path, error: thrown });
      }
      return answer(
        request,
        problemResponse(toProblem(error, { path, requestId }), headersOf(error)),
      );
    }
  };
}

/** Tells the observer of every answer, how long it took included. */
export function observeAnswers(
  handler: Handler,
  observer: Pick<RequestObserver, "answered">,
): Handler {
  return async (request, info) => {
    const begun = performance.now();
    const response = await handler(request, info);
    const { method, url } = request;
    const elapsedMs = performance.now() - begun;
    observer.answered({ method, path: new URL(url).pathname, status: response.status, elapsedMs });
    return response;
  };
}

/** RFC 9110 section 15.5.6: a `405` must name the methods that work. Routes do, static files do not. */
function isBareRefusal({ status, headers }: Response): boolean {
  return status === 405 && !headers.has("allow");
}

/** For people: the page that explains the failure, under the failure's own status, if it can be shown. */
async function pageAbout(
  error: LoungeError,
  request: Request,
  ask: (request: Request) => Promise<Response>,
): Promise<Response | undefined> {
  const address = new URL(`/problems/${error.code}`, request.url);
  const cookie = readHeader(request.headers, "cookie") ?? "";
  const page = await ask(new Request(address, { headers: { accept: "text/html", cookie } }));
  // A closed instance shows no page, but the way to where it is entered.
  if (page.status !== 200) return void await page.body?.cancel();
  const headers = new Headers(page.headers);
  for (const [name, value] of Object.entries(headersOf(error))) headers.set(name, value);
  headers.set("cache-control", "no-store");
  return new Response(page.body, { status: statusOf(error), headers });
}

/** Whether the operator's own proxy says which host was asked for, and so stands for it. */
function isForwarded(
  { headers }: Request,
  info: Deno.ServeHandlerInfo | undefined,
  isTrusted: IsTrusted,
): boolean {
  const names = ["forwarded", "x-forwarded-host"];
  return info !== undefined && "hostname" in info.remoteAddr &&
    isTrusted(info.remoteAddr.hostname) && names.some((name) => headers.has(name));
}

/**
 * Refuses requests for a host that is not this instance's: a page of another site whose name is made to
 * point here would otherwise act as a page of this one (DNS rebinding).
 *
 * @throws {InputError} `misdirected-request`
 */
function checkHost(url: string, { ALLOWED_HOSTS, SITE_URL }: HostSettings): void {
  const { hostname, host } = new URL(url);
  const name = hostname.replace(/\.$/, "");
  const isLiteral = name.startsWith("[") || isIP(name) !== 0;
  const isInner = !name.includes(".") || TRUSTED_ENDINGS.some((ending) => name.endsWith(ending));
  const isNamed = ALLOWED_HOSTS.some((allowed) => allowed === name || allowed === host);
  const isSite = SITE_URL !== undefined && new URL(SITE_URL).hostname === name;
  if (!isLiteral && !isInner && !isNamed && !isSite) throw new InputError("misdirected-request");
}

function checkAddress(request: Request): void {
  if (decodedPath(request).includes(METAFILE)) {
    throw new InputError("not-found", { kind: "nothing" });
  }
}

function decodedPath(request: Request): string {
  try {
    return decodeURIComponent(new URL(request.url).pathname);
  } catch (cause) {
    throw new InputError("malformed-address", {}, { cause });
  }
}

/** Sets headers in place: wrapping the body again would cost a video a fifth of its throughput. */
function secure(request: Request, response: Response, isSecure: boolean): Response {
  const { headers, status } = response;
  if (isSecure) headers.set("strict-transport-security", "max-age=31536000");
  if (status >= 400 && !headers.has("cache-control")) headers.set("cache-control", "no-store");
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
