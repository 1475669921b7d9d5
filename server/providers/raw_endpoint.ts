import type { GenerationProgress } from "../../contract/generation.ts";
import { CallDeadline } from "./call_deadline.ts";
import { type Clock, systemClock, wait } from "../clock.ts";
import { filmOf } from "./film_body.ts";
import type { FilmRequest, ProviderCall, ProviderFilm, VideoProvider } from "./provider.ts";
import { providerFailure, type ProviderFailureCode } from "./provider_failures.ts";
import { redactedError } from "./redact.ts";
import { readRefusal } from "./refusal.ts";
import { type RetryWait, retryWait } from "./retry_wait.ts";

/** Where the endpoint is and how far it is trusted. */
export interface RawEndpointOptions {
  /** Full http(s) address that picture bytes are posted to, without user name and password. */
  readonly url: string;
  /** Sent to `url` as a Bearer token, and nowhere else. */
  readonly token?: string;
  /** For one film, waits and transfer included, in milliseconds. */
  readonly timeoutMs: number;
  /** Longest film that is taken, in bytes. */
  readonly maxFilmBytes: number;
  /**
   * How long the proxy of a dedicated endpoint may hold a request while it wakes the endpoint, in
   * seconds (Inference Endpoints, guide "Autoscaling"). Servers that do not know it ignore it.
   */
  readonly scaleUpTimeoutSeconds?: number;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  /** From 0 to 1; spreads retries. */
  readonly random?: () => number;
}

/** What the machine itself provides; tests hand in their own. */
const MACHINE = { fetch, clock: systemClock, random: Math.random };
/** A retry in less time than this before the deadline would be in vain, in milliseconds. */
const MIN_TIME_FOR_A_TRY_MS = 1000;

/**
 * The protocol of the seed's model card: picture bytes in, film out, in one request. Spoken by
 * dedicated Inference Endpoints with a container of their own and by self-hosted servers.
 */
export class RawEndpointProvider implements VideoProvider {
  readonly id = "raw-endpoint";
  readonly isRepeatable = false;
  readonly #options: RawEndpointOptions & typeof MACHINE;
  readonly #headers: Headers;

  /** @throws {TypeError} when the token cannot stand in a header */
  constructor(options: RawEndpointOptions) {
    const { token, scaleUpTimeoutSeconds } = options;
    if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
      throw new TypeError("The token must be printable ASCII without spaces.");
    }
    this.#options = { ...MACHINE, ...options };
    this.#headers = new Headers({ "accept": "*/*", "content-type": "image/jpeg" });
    if (token !== undefined) this.#headers.set("authorization", `Bearer ${token}`);
    if (scaleUpTimeoutSeconds !== undefined) {
      this.#headers.set("x-scale-up-timeout", String(scaleUpTimeoutSeconds));
    }
  }

  /**
   * Posts the picture and resolves once the film has begun to arrive.
   *
   * @throws {ProviderError} with a code of `provider_failures.ts`; so does the film's stream
   * @throws {CanceledError} when `call.signal` aborts; so does the film's stream
   */
  async start(request: FilmRequest, call: ProviderCall): Promise<ProviderFilm> {
    const jpeg = await request.picture.jpeg(request.size, call.signal);
    const { clock, timeoutMs, maxFilmBytes, token: secret } = this.#options;
    const deadline = new CallDeadline(call.signal, { clock, timeoutMs });
    try {
      const response = await this.#submit(jpeg, { deadline, call });
      return { kind: "film", bytes: await filmOf(response, { deadline, maxFilmBytes, secret }) };
    } catch (error) {
      deadline.end();
      throw error;
    }
  }

  /** Posts until the answer is a film's, as often as the answers prove that nothing was started. */
  async #submit(
    jpeg: Uint8Array<ArrayBuffer>,
    { deadline, call }: { readonly deadline: CallDeadline; readonly call: ProviderCall },
  ): Promise<Response> {
    const { clock, random, token: secret } = this.#options;
    for (let refusals = 0;;) {
      call.report({ stage: "generating", message: "Hugging Face is making your video" });
      await call.submitting();
      const response = await this.#post(jpeg, deadline);
      if (response.ok) return response;
      const refusal = await readRefusal(response, { now: clock.now(), secret });
      if (refusal.error.charged === "no") await call.notStarted();
      if (refusal.code !== "model-loading") refusals++;
      const retry = retryWait(refusal, { refusals, now: clock.now(), random: random() });
      if (!retry || retry.waitMs + MIN_TIME_FOR_A_TRY_MS > deadline.remainingMs()) {
        throw refusal.error;
      }
      call.report(waiting(refusal.code, retry));
      await wait(retry.waitMs, { clock, signal: deadline.signal }).catch(() => {
        throw deadline.failure("no", () => refusal.error);
      });
    }
  }

  async #post(jpeg: Uint8Array<ArrayBuffer>, deadline: CallDeadline): Promise<Response> {
    if (deadline.signal.aborted) throw deadline.failure("no", () => providerFailure("network"));
    try {
      return await this.#options.fetch(this.#options.url, {
        method: "POST",
        headers: this.#headers,
        body: jpeg,
        // Followed redirects would carry the picture, and to the same origin the token, elsewhere.
        redirect: "manual",
        signal: deadline.signal,
      });
    } catch (error) {
      const cause = redactedError(error, this.#options.token);
      throw deadline.failure("unknown", () => providerFailure("network", { cause }));
    }
  }
}

function waiting(code: ProviderFailureCode, { expectedSeconds }: RetryWait): GenerationProgress {
  const estimatedSeconds = Math.ceil(expectedSeconds);
  const time = inWords(estimatedSeconds);
  const message = code === "model-loading"
    ? `Hugging Face is waking the model, about ${time}`
    : `Hugging Face is busy, trying again in about ${time}`;
  return { stage: "waiting", message, estimatedSeconds };
}

function inWords(seconds: number): string {
  if (seconds > 90) return `${Math.round(seconds / 60)} minutes`;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
