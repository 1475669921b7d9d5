import type { Clock } from "../clock.ts";
import { parseBoundedJson, readBoundedText } from "./bounded_json.ts";
import { CallDeadline } from "./call_deadline.ts";
import { bodySentOnce, failureOfSending } from "./paid_request.ts";
import type { ProviderCall } from "../generation/ports/provider.ts";
import { providerWords, redactedError } from "./redact.ts";
import { hiddenRefusal, readRefusal, type RefusalOptions } from "./refusal.ts";
import {
  failureOfTakenWork,
  failureOfWork,
  type RoutedProvider,
  type RouterAnswer,
  type RouterConnection,
  type RouterRequest,
} from "./routed_provider.ts";
import type { RouterAccess } from "./router_access.ts";
import { type SubmitOutcome, type SubmittingOptions, submitUntilTaken } from "./submitting.ts";

/** What the machine provides; tests hand in their own. */
export interface RouterMachine {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: () => number;
}

/** A success that tells nothing: no JSON, or more of it than is read. */
interface Unusable {
  readonly kind: "unusable";
  readonly why: "says-nothing" | "answer-too-large";
}

const SUBMIT_MS = 60_000;
const ASK_MS = 15_000;

/** The connection to one provider at the router, for one call and one payer. */
export class RouterCall implements RouterConnection {
  readonly #provider: RoutedProvider;
  readonly #access: RouterAccess;
  readonly #machine: RouterMachine;
  readonly #call: ProviderCall;

  constructor(
    provider: RoutedProvider,
    { access, machine, call }: {
      readonly access: RouterAccess;
      readonly machine: RouterMachine;
      readonly call: ProviderCall;
    },
  ) {
    this.#provider = provider;
    this.#access = access;
    this.#machine = machine;
    this.#call = call;
  }

  /**
   * Sends work until it is taken or refused for good.
   *
   * @throws {ProviderError} when it is not known whether it was taken
   * @throws {CanceledError} when the call aborts
   */
  async submit(
    request: RouterRequest,
    { route, deadline }: Pick<SubmittingOptions<unknown>, "route" | "deadline">,
  ): Promise<SubmitOutcome<unknown>> {
    const { id: provider } = this.#provider;
    const post = async (): Promise<SubmitOutcome<unknown>> => {
      const answer = await this.#send(request, { timeoutMs: SUBMIT_MS, signal: deadline.signal });
      if (answer.kind === "unusable") throw failureOfWork("bad-output", { kind: answer.why });
      return answer.kind === "json" ? { kind: "taken", taken: answer.body } : answer;
    };
    return await submitUntilTaken({
      post,
      call: this.#call,
      deadline,
      clock: this.#machine.clock,
      random: this.#machine.random,
      provider,
      route,
      sending: "sending",
    });
  }

  async ask(request: RouterRequest): Promise<unknown> {
    const answer = await this.askWhatever(request);
    if (answer.kind === "json") return answer.body;
    throw failureOfTakenWork(answer.refusal);
  }

  async askWhatever(request: RouterRequest): Promise<RouterAnswer> {
    const { signal } = this.#call;
    const answer = await this.#send(request, { timeoutMs: ASK_MS, signal });
    if (answer.kind !== "unusable") return answer;
    const { why } = answer;
    // A gateway's page where JSON belongs says nothing of the work.
    throw why === "says-nothing"
      ? failureOfWork("overloaded", { kind: why })
      : failureOfWork("bad-output", { kind: why });
  }

  said(words: string): string | undefined {
    return providerWords(words, this.#access.token);
  }

  /** One request and its answer. */
  async #send(
    request: RouterRequest,
    { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<RouterAnswer | Unusable> {
    const { clock } = this.#machine;
    const expired = () => failureOfWork("upstream-timeout", { kind: "no-answer" });
    const deadline = new CallDeadline(signal, { clock, timeoutMs, expired });
    try {
      return await this.#read(await this.#fetch(request, deadline.signal), request);
    } catch (error) {
      const { token: secret } = this.#access;
      if (request.method === "POST") throw failureOfSending(error, { deadline, secret });
      const cause = redactedError(error, secret);
      throw deadline.failure("unknown", () => failureOfWork("network", {}, { cause }));
    } finally {
      deadline.end();
    }
  }

  async #fetch({ method, path, body }: RouterRequest, signal: AbortSignal): Promise<Response> {
    const { url, token, billTo } = this.#access;
    const headers = new Headers({
      "accept": "application/json",
      "authorization": `Bearer ${token}`,
    });
    if (billTo !== undefined) headers.set("x-hf-bill-to", billTo);
    if (body !== undefined) headers.set("content-type", "application/json");
    return await this.#machine.fetch(url + path, {
      method,
      headers,
      // The token follows no redirect.
      redirect: "manual",
      signal,
      ...(body === undefined ? {} : { body: bodySentOnce(JSON.stringify(body)) }),
    });
  }

  async #read(
    response: Response,
    { mayHoldVideo = false }: RouterRequest,
  ): Promise<RouterAnswer | Unusable> {
    const options: RefusalOptions = {
      now: this.#machine.clock.now(),
      secret: this.#access.token,
      at: { kind: "provider", provider: this.#provider.id },
    };
    if (!response.ok) return { kind: "refused", refusal: await readRefusal(response, options) };
    const text = await readBoundedText(response, { mayHoldVideo });
    if (text === undefined) return { kind: "unusable", why: "answer-too-large" };
    const body = parseBoundedJson(text);
    if (typeof body !== "object" || body === null) return { kind: "unusable", why: "says-nothing" };
    const status = this.#provider.statusIn?.(body);
    if (status === undefined) return { kind: "json", body };
    const answer = { status, headers: response.headers, body };
    return { kind: "refused", refusal: hiddenRefusal(answer, options) };
  }
}
