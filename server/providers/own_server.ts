import { type Clock, systemClock } from "../clock.ts";
import type { ProviderCall } from "../generation/ports/provider.ts";
import { CallDeadline } from "./call_deadline.ts";
import { ProviderError } from "../errors.ts";
import { failureOfWork } from "./routed_provider.ts";
import { bodySentOnce, failureOfSending } from "./paid_request.ts";
import { redactedError } from "./redact.ts";
import { readRefusal, type Refusal } from "./refusal.ts";
import { videoOf } from "./video_body.ts";

/** Where a server of the operator's is, and what opens it. */
export interface OwnServerOptions {
  /** Its address, without a trailing slash. */
  readonly url: string;
  /** A header that a proxy or the server itself asks for; sent to `url` and nowhere else. */
  readonly header?: { readonly name: string; readonly value: string };
  /** Longest video that is taken, in bytes. */
  readonly maxVideoBytes: number;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
}

/** A request to it. */
export interface OwnServerRequest {
  readonly method?: "GET" | "POST" | "DELETE";
  /** With its query. */
  readonly path: string;
  readonly body?: { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> };
  /** Whether it starts work, so that its failure may leave open whether it did. */
  readonly startsWork?: boolean;
  readonly timeoutMs?: number;
}

/** What it said, either way; `body` is the JSON of the answer, where it is any. */
export type OwnServerAnswer =
  | { readonly kind: "json"; readonly body: unknown }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly body: unknown };

const ASK_MS = 15_000;
const VIDEO_MS = 120_000;
/**
 * Longest answer that is read, in bytes: the server is the operator's, and ComfyUI's queue and list
 * of nodes carry whole graphs.
 */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** The connection to a server of the operator's: one origin, one secret, no redirects. */
export class OwnServer {
  readonly clock: Clock;
  readonly url: string;
  /** What a WebSocket to it sends. */
  readonly headers: Readonly<Record<string, string>>;
  readonly #options: OwnServerOptions & { readonly fetch: typeof fetch };

  constructor(options: OwnServerOptions) {
    this.#options = { fetch, ...options };
    this.clock = options.clock ?? systemClock;
    this.url = options.url;
    const { header } = options;
    this.headers = header ? { [header.name]: header.value } : {};
  }

  /**
   * One request and its answer.
   *
   * @throws {ProviderError} when none came, or none that can be read
   * @throws {CanceledError} when the signal aborts
   */
  async ask(request: OwnServerRequest, signal: AbortSignal): Promise<OwnServerAnswer> {
    const { startsWork = false, timeoutMs = ASK_MS } = request;
    const expired = () => failureOfWork("upstream-timeout", { kind: "no-answer" });
    const deadline = new CallDeadline(signal, { clock: this.clock, timeoutMs, expired });
    try {
      return await this.#read(await this.#fetch(request, deadline.signal));
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      const secret = this.#secret;
      if (startsWork) throw failureOfSending(error, { deadline, secret });
      const cause = redactedError(error, secret);
      throw deadline.failure("unknown", () => failureOfWork("network", {}, { cause }));
    } finally {
      deadline.end();
    }
  }

  /**
   * The video at that path, once it has begun to arrive; a refusal where there is none.
   *
   * @throws {ProviderError} what `videoOf` throws; so does the stream
   * @throws {CanceledError} when the call aborts; so does the stream
   */
  async video(
    path: string,
    { signal }: Pick<ProviderCall, "signal">,
  ): Promise<
    | { readonly kind: "video"; readonly bytes: ReadableStream<Uint8Array<ArrayBuffer>> }
    | Extract<OwnServerAnswer, { readonly kind: "refused" }>
  > {
    const { maxVideoBytes } = this.#options;
    const charged = "yes";
    const expired = () => new ProviderError("upstream-timeout", { kind: "download" }, { charged });
    const deadline = new CallDeadline(signal, { clock: this.clock, timeoutMs: VIDEO_MS, expired });
    try {
      const response = await this.#fetch({ path }, deadline.signal);
      if (!response.ok) {
        const answer = await this.#read(response);
        deadline.end();
        if (answer.kind === "refused") return answer;
      }
      const options = { deadline, maxVideoBytes, secret: this.#secret, charged } as const;
      return { kind: "video", bytes: await videoOf(response, options) };
    } catch (error) {
      const failure = error instanceof ProviderError ? error : deadline.failure(charged, () => {
        const cause = redactedError(error, this.#secret);
        return new ProviderError("network", { kind: "not-fetched" }, { charged, cause });
      });
      deadline.end();
      throw failure;
    }
  }

  get #secret(): string | undefined {
    return this.#options.header?.value;
  }

  async #fetch(
    { method = "GET", path, body }: OwnServerRequest,
    signal: AbortSignal,
  ): Promise<Response> {
    const headers = new Headers(this.headers);
    if (body) headers.set("content-type", body.type);
    return await this.#options.fetch(this.url + path, {
      method,
      headers,
      // The secret follows no redirect.
      redirect: "manual",
      signal,
      ...(body ? { body: bodySentOnce(body.bytes) } : {}),
    });
  }

  async #read(response: Response): Promise<OwnServerAnswer> {
    const { status, headers, ok } = response;
    const text = await readText(response);
    const body = parse(text);
    if (ok && typeof body === "object" && body !== null) return { kind: "json", body };
    // ComfyUI answers to some orders with nothing.
    if (ok && text === "") return { kind: "json", body: {} };
    if (ok) throw failureOfWork("overloaded", { kind: "says-nothing" });
    // Some statuses may have no body at all.
    const again = new Response([204, 205, 304].includes(status) ? null : text, { status, headers });
    const refusal = await readRefusal(again, {
      now: this.clock.now(),
      secret: this.#secret,
      at: { kind: "endpoint" },
    });
    return { kind: "refused", refusal, body };
  }
}

async function readText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw failureOfWork("bad-output", { kind: "answer-too-large" });
    pieces.push(decoder.decode(chunk, { stream: true }));
  }
  return pieces.join("");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Fields and one file as `multipart/form-data` (RFC 7578). */
export async function multipart(
  fields: Readonly<Record<string, string>>,
  file: { readonly field: string; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> },
): Promise<NonNullable<OwnServerRequest["body"]>> {
  const boundary = `lounge-${crypto.randomUUID()}`;
  const parts: BlobPart[] = Object.entries(fields).map(([name, value]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  );
  parts.push(
    `--${boundary}\r\nContent-Disposition: form-data; name="${file.field}"; ` +
      `filename="${file.name}"\r\nContent-Type: image/jpeg\r\n\r\n`,
    file.bytes,
    `\r\n--${boundary}--\r\n`,
  );
  const bytes = await new Response(new Blob(parts)).bytes();
  return { type: `multipart/form-data; boundary=${boundary}`, bytes };
}

/** Whether a server's own words say that its memory did not do. */
export function isOutOfMemory(words: string): boolean {
  return /out of memory|OutOfMemoryError|\bOOM\b/i.test(words);
}
