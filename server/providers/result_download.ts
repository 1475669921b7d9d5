import type { Clock } from "../clock.ts";
import { CallDeadline } from "./call_deadline.ts";
import { tooLong, videoOf } from "./video_body.ts";
import { ProviderError } from "../errors.ts";
import { readHeader } from "../protocol/read_header.ts";
import { redactedError } from "./redact.ts";
import { type ResolveHost, trustOf } from "./result_address.ts";
import { UpstreamAnswerError } from "./upstream_answer.ts";

/** What a download depends on. */
export interface ResultDownloadOptions {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly resolve: ResolveHost;
  /** Hosts, each with an optional port, that need be neither public nor https. */
  readonly hostsAllowed: readonly string[];
  /** Longest video that is taken, in bytes. */
  readonly maxVideoBytes: number;
}

/** What was found at a result's address. */
export type Download =
  | { readonly kind: "video"; readonly bytes: ReadableStream<Uint8Array<ArrayBuffer>> }
  /** The address is not valid any more: the provider may have a new one. */
  | { readonly kind: "expired" };

const TIMEOUT_MS = 120_000;
const MAX_REDIRECTS = 3;
/** Longest beginning of a data address, in characters. */
const MAX_DATA_TYPE_LENGTH = 1000;
/** Statuses under 500 that the same address may not answer with the next time. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);
/** The provider is done, and is paid for that. */
const CHARGED = "yes";

/**
 * Fetches a video from an untrusted address: without the token, with a deadline and a limit, every
 * redirect checked like the address itself. No error names the address, for whoever knows it may
 * fetch the video. Resolves once the video has begun to arrive.
 *
 * @throws {ProviderError} `result-refused`, `bad-output`, or one that asking again may cure; so does
 *   the stream
 * @throws {CanceledError} when the signal aborts; so does the stream
 */
export async function downloadResult(
  address: string,
  { signal, ...options }: ResultDownloadOptions & { readonly signal: AbortSignal },
): Promise<Download> {
  const { clock, maxVideoBytes } = options;
  const expired = () =>
    new ProviderError("upstream-timeout", { kind: "download" }, { charged: CHARGED });
  const deadline = new CallDeadline(signal, { clock, timeoutMs: TIMEOUT_MS, expired });
  try {
    const response = address.startsWith("data:")
      ? inlineVideo(address, options)
      : await fetchChecked(address, deadline, options);
    const { status } = response;
    if (status >= 300 && status < 500 && !PASSING.has(status)) {
      deadline.end();
      return { kind: "expired" };
    }
    if (!response.ok) {
      const cause = new UpstreamAnswerError({ status, words: "" });
      throw notFetched(cause);
    }
    const body = { deadline, maxVideoBytes, secret: address, charged: CHARGED } as const;
    return { kind: "video", bytes: await videoOf(response, body) };
  } catch (error) {
    deadline.end();
    throw error;
  }
}

function notFetched(cause: Error): ProviderError {
  return new ProviderError("network", { kind: "not-fetched" }, { charged: CHARGED, cause });
}

async function fetchChecked(
  address: string,
  deadline: CallDeadline,
  options: ResultDownloadOptions,
): Promise<Response> {
  let url = URL.parse(address);
  let redirects = 0;
  for (; url && redirects <= MAX_REDIRECTS; redirects++) {
    const trust = await trustOf(url, options);
    if (trust === "refused") break;
    const response = await fetchOnce(url, deadline, { ...options, isKnown: trust === "trusted" });
    const location = readHeader(response.headers, "location");
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    url = URL.parse(location, url);
  }
  const isTooLong = url !== null && redirects > MAX_REDIRECTS;
  throw new ProviderError("result-refused", isTooLong ? { kind: "redirects" } : {}, {
    charged: CHARGED,
  });
}

async function fetchOnce(
  url: URL,
  deadline: CallDeadline,
  { fetch, isKnown }: ResultDownloadOptions & { readonly isKnown: boolean },
): Promise<Response> {
  if (!isKnown) throw notFetched(new Error("the result's host name has no address"));
  try {
    return await fetch(url, { redirect: "manual", signal: deadline.signal });
  } catch (error) {
    const { message } = redactedError(error);
    const cause = new Error(message.replace(/\bhttps?:\S+/gi, "[address]"));
    throw deadline.failure(CHARGED, () => notFetched(cause));
  }
}

/** A data address in base64 (RFC 2397), whatever parameters, such as codecs, its type has. */
const DATA_ADDRESS = /^data:[\w.+/-]*(?:;[\w.+-]+=(?:"[^"]{0,200}"|[^;,"]{0,200})){0,8};base64,/i;

/** A video that the answer itself carries. */
function inlineVideo(address: string, options: ResultDownloadOptions): Response {
  const failure = { ...options, charged: CHARGED } as const;
  const start = DATA_ADDRESS.exec(address.slice(0, MAX_DATA_TYPE_LENGTH));
  const base64 = start ? address.slice(start[0].length) : undefined;
  if (base64 !== undefined && base64.length / 4 * 3 > options.maxVideoBytes + 2) {
    throw tooLong(failure);
  }
  try {
    return new Response(Uint8Array.fromBase64(base64 ?? ""));
  } catch (cause) {
    throw new ProviderError("bad-output", { kind: "no-video" }, { charged: CHARGED, cause });
  }
}
