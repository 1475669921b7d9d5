import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { readHeader } from "../protocol/read_header.ts";
import { Remembered } from "../remembered.ts";
import { describeEncoding, type Encoding, encodingFor } from "./compression.ts";
import { prepareAnswer } from "./ready_answer.ts";

type Handler = (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;
type Bytes = Uint8Array<ArrayBuffer>;

/** A page as it goes out to everyone who brings nothing of their own. */
interface KeptPage {
  readonly html: string;
  readonly bodies: Readonly<Record<Encoding | "identity", Bytes>>;
  readonly answers: Readonly<Record<Encoding | "identity", ReturnType<typeof prepareAnswer>>>;
}

const KEPT_MS = 1000;
/** Whoever asks after so long a silence waits for a new one. */
const MAX_AGE_MS = 10_000;
/** Of an instance without one address of its own: whoever makes up more hosts gets pages of their own. */
const MAX_ORIGINS = 8;
const TEXT = { status: 200, headers: new Headers({ "content-type": "text/html" }) };
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const packBrotli = promisify(brotliCompress);
const packGzip = promisify(gzip);

/**
 * Keeps the front page of those without a history: made by the app's own handler at most once a second
 * for each origin, and packed anew only when it has changed. Its scripts are allowed by their hashes,
 * because a nonce that many get protects nobody.
 */
export function keepFrontPage(
  handler: Handler,
  { now, siteUrl }: {
    /** In milliseconds since 1970. */
    readonly now: () => number;
    /** The one address of the instance; without one its first few are kept. */
    readonly siteUrl?: string | undefined;
  },
): Handler {
  const pages = new Remembered<KeptPage | undefined>({ keepMs: KEPT_MS, now, servesStale: true });
  const latest = new Map<string, KeptPage>();
  const familiar = new Map<string, { askedAt: number }>();
  const site = siteUrl === undefined ? undefined : new URL(siteUrl).origin;
  return async (request, info) => {
    const origin = strangersOrigin(request);
    if (origin === undefined || site !== undefined && origin !== site) {
      return await handler(request, info);
    }
    const known = familiar.get(origin);
    if (!known) {
      // The first one waits for nothing but the page. Who is refused takes nobody's place.
      const response = await handler(request, info);
      const isPlace = response.status === 200 && familiar.size < MAX_ORIGINS;
      if (isPlace) familiar.set(origin, { askedAt: now() });
      return response;
    }
    // While nobody asks the page is not made, and grows too old to be shown.
    if (now() - known.askedAt > MAX_AGE_MS) pages.forget(origin);
    known.askedAt = now();
    const page = await pages.get(origin, async () => {
      const response = await handler(new Request(request.url, { headers: request.headers }), info);
      const made = await keep(response, latest.get(origin));
      if (made) latest.set(origin, made);
      return made;
    });
    if (!page) return await handler(request, info);
    const accepted = readHeader(request.headers, "accept-encoding") ?? undefined;
    return page.answers[encodingFor(TEXT, accepted) ?? "identity"](info);
  };
}

/** The origin whose front page is asked for by somebody who brings no cookie, query or password. */
function strangersOrigin(request: Request): string | undefined {
  const { method, url, headers } = request;
  const isRead = method === "GET" || method === "HEAD";
  if (!isRead || headers.has("cookie") || headers.has("authorization")) return undefined;
  const end = url.indexOf("/", url.indexOf("://") + 3);
  return end === url.length - 1 ? url.slice(0, end) : undefined;
}

/** What is not simply the page is not kept: a refusal, or a way to where the password is entered. */
async function keep(
  response: Response,
  before: KeptPage | undefined,
): Promise<KeptPage | undefined> {
  const isSetting = response.headers.getSetCookie().length > 0;
  if (response.status !== 200 || isSetting) {
    await response.body?.cancel();
    return undefined;
  }
  const policy = response.headers.get("content-security-policy") ?? "";
  const [, nonce] = /'nonce-(\w+)'/.exec(policy) ?? [];
  const html = (await response.text()).replaceAll(` nonce="${nonce}"`, "");
  response.headers.set(
    "content-security-policy",
    policy.replaceAll(`'nonce-${nonce}'`, hashesOf(html).join(" ")),
  );
  const { headers } = response;
  if (before?.html === html) return { ...before, answers: prepare(before.bodies, headers) };
  const identity = new TextEncoder().encode(html);
  const [br, gz] = await Promise.all([packBrotli(identity, BROTLI), packGzip(identity)]);
  const bodies = { identity, br: new Uint8Array(br), gzip: new Uint8Array(gz) };
  return { html, bodies, answers: prepare(bodies, headers) };
}

/** A source for each inline script (Content Security Policy Level 3, section 2.3.1). */
function hashesOf(html: string): string[] {
  const scripts = html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs);
  return [...scripts].map(([, code = ""]) =>
    `'sha256-${createHash("sha256").update(code).digest("base64")}'`
  );
}

/** Of the page in each form, prepared. */
function prepare(bodies: KeptPage["bodies"], headers: Headers): KeptPage["answers"] {
  const packed = (encoding: Encoding) => {
    const described = new Headers(headers);
    describeEncoding(described, encoding);
    return prepareAnswer(bodies[encoding], described);
  };
  return {
    identity: prepareAnswer(bodies.identity, headers),
    br: packed("br"),
    gzip: packed("gzip"),
  };
}
