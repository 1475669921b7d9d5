import { CallDeadline } from "./call_deadline.ts";
import { type Clock, systemClock } from "../clock.ts";
import type { Model, Route } from "../models/model.ts";
import { type EndpointBody, endpointBody, type EndpointFormat } from "./endpoint_body.ts";
import { videoOf } from "./video_body.ts";
import { bodySentOnce, failureOfSending } from "./paid_request.ts";
import type {
  ProviderCall,
  ProviderVideo,
  VideoProvider,
  VideoRequest,
} from "../generation/ports/provider.ts";
import { ProviderError } from "../errors.ts";
import { readRefusal } from "./refusal.ts";
import { submitUntilTaken } from "./submitting.ts";

/** Where the endpoint is and how far it is trusted. */
export interface RawEndpointOptions extends EndpointFormat {
  /** Full http(s) address that picture bytes are posted to, without user name and password. */
  readonly url: string;
  /** The route that receipts tell of; it says how the model's parameters are called there. */
  readonly route?: Route;
  /** Sent to `url` as a Bearer token, and nowhere else. */
  readonly token?: string;
  /** For one video, waits and transfer included, in milliseconds. */
  readonly timeoutMs: number;
  /** Longest video that is taken, in bytes. */
  readonly maxVideoBytes: number;
  /** What runs at the endpoint; without it no parameters are sent, and no endpoint is waited for. */
  readonly model?: Pick<Model, "controls" | "usualSeconds">;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  /** From 0 to 1; spreads retries. */
  readonly random?: () => number;
}

/** Less than this wakes hardly any endpoint, and would be no better than not to ask. */
const MIN_SCALE_UP_SECONDS = 30;

const AT_ENDPOINT = { kind: "endpoint" } as const;
/** Who answers at a dedicated endpoint, as visitors read it. */
const PROVIDER = "hugging-face";

/** What the machine itself provides; tests hand in their own. */
const MACHINE = { fetch, clock: systemClock, random: Math.random };

/**
 * The protocol of the seed's model card: picture bytes in, video out, in one request. Spoken by
 * dedicated Inference Endpoints with a container of their own and by self-hosted servers.
 */
export class RawEndpointProvider implements VideoProvider {
  readonly id = "raw-endpoint";
  readonly isRepeatable = false;
  readonly #options: RawEndpointOptions & typeof MACHINE;
  readonly #headers: Headers;

  /** @throws {TypeError} when the token cannot stand in a header */
  constructor(options: RawEndpointOptions) {
    const { token } = options;
    if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
      throw new TypeError("The token must be printable ASCII without spaces.");
    }
    this.#options = { ...MACHINE, ...options };
    this.#headers = new Headers({ "accept": "*/*" });
    if (token !== undefined) this.#headers.set("authorization", `Bearer ${token}`);
  }

  /**
   * Posts the picture and resolves once the video has begun to arrive.
   *
   * @throws {ProviderError} with a code of the providers'; so does the video's stream
   * @throws {CanceledError} when `call.signal` aborts; so does the video's stream
   */
  async start(request: VideoRequest, call: ProviderCall): Promise<ProviderVideo> {
    const jpeg = await request.picture.jpeg(request.size, call.signal);
    const { clock, timeoutMs, maxVideoBytes, token: secret } = this.#options;
    const body = endpointBody({ jpeg, request }, this.#options);
    const deadline = new CallDeadline(call.signal, { clock, timeoutMs });
    try {
      const response = await this.#submit(body, deadline, call);
      return { kind: "video", bytes: await videoOf(response, { deadline, maxVideoBytes, secret }) };
    } catch (error) {
      deadline.end();
      throw error;
    }
  }

  async #submit(body: EndpointBody, deadline: CallDeadline, call: ProviderCall): Promise<Response> {
    const { clock, random, route, token: secret } = this.#options;
    const submitted = await submitUntilTaken<Response>({
      post: async () => {
        const response = await this.#post(body, deadline);
        if (response.ok) return { kind: "taken", taken: response };
        const refusal = await readRefusal(response, { now: clock.now(), secret, at: AT_ENDPOINT });
        return { kind: "refused", refusal };
      },
      sending: "making",
      provider: PROVIDER,
      route,
      call,
      deadline,
      clock,
      random,
    });
    if (submitted.kind === "refused") throw submitted.refusal.error;
    return submitted.taken;
  }

  /**
   * How long the proxy of a dedicated endpoint may hold the request while it wakes the endpoint
   * (Inference Endpoints, guide "Autoscaling"). What is left of the time has to do for the work: an
   * endpoint that wakes too late would be paid for a video that nobody waits for. Servers that do not
   * know the header ignore it.
   */
  #scaleUpSeconds(deadline: CallDeadline): number | undefined {
    const { model } = this.#options;
    if (!model) return undefined;
    const spare = Math.floor(deadline.remainingMs() / 1000) - model.usualSeconds.high;
    return Math.max(spare, MIN_SCALE_UP_SECONDS);
  }

  async #post({ url, type, bytes }: EndpointBody, deadline: CallDeadline): Promise<Response> {
    if (deadline.signal.aborted) throw deadline.failure("no", () => new ProviderError("network"));
    const headers = new Headers(this.#headers);
    headers.set("content-type", type);
    const seconds = this.#scaleUpSeconds(deadline);
    if (seconds !== undefined) headers.set("x-scale-up-timeout", String(seconds));
    try {
      return await this.#options.fetch(url, {
        method: "POST",
        headers,
        body: bodySentOnce(bytes),
        // Followed redirects would carry the picture, and to the same origin the token, elsewhere.
        redirect: "manual",
        signal: deadline.signal,
      });
    } catch (error) {
      const { token: secret } = this.#options;
      throw failureOfSending(error, { deadline, secret });
    }
  }
}
