import type { ProviderFailureCode } from "../wording/failures.ts";
import { askedSeconds } from "./retry_wait.ts";
import type { UpstreamAnswer } from "./upstream_answer.ts";

/** What a proof is looked for in. */
interface Answered {
  readonly answer: UpstreamAnswer;
  readonly code: ProviderFailureCode;
  /** The instance's own endpoint answered, and no provider behind the router. */
  readonly isEndpoint: boolean;
}

/** A sign that nothing began at the provider, so that nothing is charged. */
export interface Proof {
  readonly id: string;
  /** What is seen. */
  readonly sign: string;
  /** Why nothing can have begun. */
  readonly because: string;
  /** Whether the same work is sent again by itself; otherwise it is refused for good. */
  readonly isRepeated: boolean;
  readonly holds: (answered: Answered) => boolean;
}

/** Known before there is an answer: `isNeverSent` of `paid_request.ts` tells. */
export const NEVER_SENT: Proof = {
  id: "never-sent",
  sign: "no connection: the host name, the port or TLS failed",
  because: "not a byte of the request was sent",
  isRepeated: true,
  holds: () => false,
};

/**
 * Everything that proves that nothing began. Whatever is not here, a gateway's 502 above all, leaves
 * it open: such a request is never sent again, and counts as perhaps charged (decision 9).
 * `docs/money.md` shows this table, and a test compares.
 */
export const PROOFS: readonly Proof[] = [
  NEVER_SENT,
  {
    id: "rate-limited",
    sign: "429",
    because: "the request was turned away for its rate alone (RFC 6585 section 4)",
    isRepeated: true,
    holds: ({ answer }) => answer.status === 429,
  },
  {
    id: "loading",
    sign: "503 that says that the model is loading, or for how long",
    because: "the service says that nothing runs yet that could work on it",
    isRepeated: true,
    holds: ({ answer, code }) => code === "model-loading" && isTurnedAway(answer),
  },
  {
    id: "asked-back",
    sign: "503 with `Retry-After`",
    because: "the service says when it will take the request (RFC 9110 section 15.6.4)",
    isRepeated: true,
    holds: ({ answer }) => isTurnedAway(answer) && askedSeconds(answer.headers, 0) !== undefined,
  },
  {
    id: "no-room",
    sign: "503 in JSON with a sentence of the service's own",
    because: "the service itself says that it did not take the request",
    isRepeated: true,
    holds: ({ answer }) => isTurnedAway(answer) && hasOwnWords(answer),
  },
  {
    id: "asleep",
    sign: "503 in JSON that says `503 Service Unavailable`, from the instance's own endpoint",
    because: "the proxy of Inference Endpoints answers so while no replica runs",
    isRepeated: true,
    holds: ({ answer: { status, isJson, words }, isEndpoint }) =>
      isEndpoint && status === 503 && isJson && /^503 Service Unavailable$/i.test(words),
  },
  {
    id: "account",
    sign: "401, 402, 403",
    because: "who asks, or who pays, was refused before the work",
    isRepeated: false,
    holds: ({ answer }) => [401, 402, 403].includes(answer.status),
  },
  {
    id: "place",
    sign: "301, 307, 308, 404, 405, 410, 421",
    because: "nobody at that address takes such work",
    isRepeated: false,
    holds: ({ answer }) => [301, 307, 308, 404, 405, 410, 421].includes(answer.status),
  },
  {
    id: "request",
    sign: "400, 411, 413, 414, 415, 417, 422, 431, 451 that do not speak of the work",
    because: "the request itself was refused (RFC 9110 section 15.5)",
    isRepeated: false,
    holds: ({ answer, code }) =>
      [400, 411, 413, 414, 415, 417, 422, 431, 451].includes(answer.status) &&
      !SPEAK_OF_WORK.has(code),
  },
];

/** The proof in an answer to a submission; `undefined` when the work may have begun. */
export function proofIn(answered: Answered): Proof | undefined {
  return PROOFS.find(({ holds }) => holds(answered));
}

/** What a 400 may say of work that had begun: a GPU without memory, a result that is not there yet. */
const SPEAK_OF_WORK: ReadonlySet<ProviderFailureCode> = new Set([
  "upstream-error",
  "upstream-timeout",
]);

/** Words of who lost somebody on the way, as Envoy's `upstream connect error` and fal's runners. */
const LOST_ON_THE_WAY = /time[ds]?[ _-]?out|disconnect|reset|terminat|closed|upstream|incomplete/i;

function isTurnedAway({ status, words, codes }: UpstreamAnswer): boolean {
  return status === 503 && ![words, ...codes].some((text) => LOST_ON_THE_WAY.test(text));
}

/** More than the status's own name, which any gateway writes. */
function hasOwnWords({ isJson, words }: UpstreamAnswer): boolean {
  const isName = /^\W*(503\W+)?service (temporarily )?unavailable\W*$/i.test(words);
  return isJson && words.trim() !== "" && !isName;
}
