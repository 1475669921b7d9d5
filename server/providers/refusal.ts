import { ProviderError } from "../errors.ts";
import { failureCodeOf } from "./classify_answer.ts";
import { entryOf, findCase, type ProviderFailureCode } from "../wording/failures.ts";
import { type Proof, proofIn } from "./nothing_began.ts";
import { providerWords } from "./redact.ts";
import { askedSeconds } from "./retry_wait.ts";
import {
  errorIn,
  readUpstreamAnswer,
  type UpstreamAnswer,
  UpstreamAnswerError,
} from "./upstream_answer.ts";

/** Why a provider has not taken work. */
export interface NotTaken {
  readonly code: ProviderFailureCode;
  /** Absent when nothing could be sent. */
  readonly answer?: UpstreamAnswer;
  /** Why nothing can have begun; absent where it may have. */
  readonly proof?: Proof;
  /** To be thrown when the work is not sent again. */
  readonly error: ProviderError;
}

/** An answer that is no success, with what it means. */
export interface Refusal extends NotTaken {
  readonly answer: UpstreamAnswer;
}

/** Who answered: the instance's own endpoint, or a provider behind the router. */
export type AnsweredBy =
  | { readonly kind: "endpoint" }
  | { readonly kind: "provider"; readonly provider: string };

/** What a refusal's error depends on besides the answer. */
export interface RefusalOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Kept out of the error. */
  readonly secret: string | undefined;
  readonly at: AnsweredBy;
}

/** Reads an answer with a status other than 2xx. */
export async function readRefusal(response: Response, options: RefusalOptions): Promise<Refusal> {
  return refusalOf(await readUpstreamAnswer(response), options);
}

/** What a refusal means that came with the status of a success and names its own in its body. */
export function hiddenRefusal(
  { status, headers, body }: {
    readonly status: number;
    readonly headers: Headers;
    /** Parsed JSON. */
    readonly body: unknown;
  },
  options: RefusalOptions,
): Refusal {
  return refusalOf({ status, headers, ...errorIn(body) }, options);
}

/** What an answer means that is no success. */
function refusalOf(
  answer: UpstreamAnswer,
  { now, secret, at }: RefusalOptions,
): Refusal {
  const said = failureCodeOf(answer);
  const proof = proofIn({ answer, code: said, isEndpoint: at.kind === "endpoint" });
  // Without a proof it is the gateway's word alone that there is no room.
  const isGateways = said === "overloaded" && proof === undefined;
  const code = isGateways ? "upstream-error" : said;
  const seconds = answer.estimatedSeconds ?? askedSeconds(answer.headers, now);
  const providerSaid = providerWords(answer.words, secret);
  const parameters = hasCaseOf(code, at) ? at : {};
  const error = new ProviderError(code, isGateways ? { kind: "gateway" } : parameters, {
    charged: proof ? "no" : "unknown",
    cause: new UpstreamAnswerError(answer, secret),
    ...(providerSaid === undefined ? {} : { providerSaid }),
    ...(seconds === undefined ? {} : { retryAfterSeconds: Math.ceil(seconds) }),
  });
  return { code, answer, error, ...(proof ? { proof } : {}) };
}

/** Whether it makes a difference for that failure who answered. */
function hasCaseOf(code: ProviderFailureCode, at: AnsweredBy): boolean {
  return findCase(entryOf(code), at) !== undefined;
}
