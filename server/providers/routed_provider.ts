import type { OwnServerId, ProviderId } from "../models/model.ts";
import { type LoungeErrorOptions, ProviderError } from "../errors.ts";
import type { FailureParameters, ProviderFailureCode } from "../wording/failures.ts";
import { failureCodeOfWork } from "./classify_answer.ts";
import { redact } from "./redact.ts";
import type { Refusal } from "./refusal.ts";
import type { UpstreamAnswer } from "./upstream_answer.ts";

/** A provider that is reached through the router of Inference Providers. */
export type RoutedProviderId = Exclude<ProviderId, OwnServerId | "local-engine">;

/** A request to the router; the path starts with the provider's id. */
export interface RouterRequest {
  /** `POST` for the request that starts work, and for no other. */
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Whether a video may stand in the answer, as a data address. */
  readonly mayHoldVideo?: boolean;
}

/** What a provider said, either way. */
export type RouterAnswer =
  | { readonly kind: "json"; readonly body: unknown }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** What a provider is asked to make. */
export interface RoutedWork {
  /** The provider's id of the model. */
  readonly providerModel: string;
  /** Parameters in the provider's own words, without the picture. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly jpeg: Uint8Array<ArrayBuffer>;
}

/** The state of taken work; why it could not be learnt is thrown. */
export type OperationState =
  /** `ahead` counts the requests that come first. */
  | { readonly kind: "queued"; readonly ahead?: number }
  | { readonly kind: "working" }
  /** `address` is where the video is: untrusted. */
  | { readonly kind: "done"; readonly address: string }
  /** The provider says that there will be no video. */
  | { readonly kind: "ended"; readonly failure: ProviderError };

/** The connection to the provider of one piece of taken work. Tokens, limits and retries are its business. */
export interface RouterConnection {
  /**
   * The JSON that the provider answers with.
   *
   * @throws {ProviderError} when it refuses or says nothing of use
   */
  ask(request: RouterRequest): Promise<unknown>;
  /** The same, with refusals handed over. */
  askWhatever(request: RouterRequest): Promise<RouterAnswer>;
  /** The provider's own words as a visitor may read them; `undefined` where nothing is left. */
  said(words: string): string | undefined;
}

/** One provider behind the router: how it is spoken to, and nothing of how it is reached. */
export interface RoutedProvider {
  readonly id: RoutedProviderId;
  /** As visitors read it. */
  readonly name: string;
  /** The request that starts work. */
  submission(work: RoutedWork): RouterRequest;
  /** The status that a successful answer hides in its body, where the provider does that. */
  statusIn?(body: unknown): number | undefined;
  /** The path at the router that stands for the taken work; `undefined` when the answer names none. */
  operationPath(body: unknown, work: RoutedWork): string | undefined;
  /**
   * Asks how the work at that path stands.
   *
   * @throws {ProviderError} why that could not be learnt
   */
  check(path: string, connection: RouterConnection): Promise<OperationState>;
  /** @throws {ProviderError} when it is not known whether the work goes on */
  cancel?(path: string, connection: RouterConnection): Promise<void>;
}

/** A failure of taken work, which may have been charged unless `options` say more. */
export function failureOfWork<Code extends ProviderFailureCode>(
  code: Code,
  parameters?: FailureParameters<Code>,
  options: LoungeErrorOptions = {},
): ProviderError {
  return new ProviderError(code, parameters, { charged: "unknown", ...options });
}

/** Work that the provider gave up, in its own words as well. */
export function lostWork(
  error: Pick<UpstreamAnswer, "codes" | "words">,
  connection: RouterConnection,
): OperationState {
  const providerSaid = connection.said(error.words);
  const options = providerSaid ? { providerSaid } : {};
  return { kind: "ended", failure: failureOfWork(failureCodeOfWork(error), {}, options) };
}

/** Work that was canceled at the provider. */
export function canceledWork(): OperationState {
  return { kind: "ended", failure: failureOfWork("job-canceled") };
}

/** The failure of work in a state that is not in the provider's closed set: it may be a new one. */
export function unknownState(state: unknown): ProviderError {
  const name = typeof state === "string" ? redact(state).slice(0, 60) : `of type ${typeof state}`;
  const cause = new Error(`unknown state ${name}`);
  return failureOfWork("upstream-error", { kind: "unknown-state" }, { cause });
}

/**
 * Where the video of work is that the provider calls done.
 *
 * @throws {ProviderError} `bad-output` where it names none
 */
export function doneAt(address: unknown): OperationState {
  if (typeof address === "string" && address !== "") return { kind: "done", address };
  throw failureOfWork("bad-output", { kind: "no-address" }, { charged: "yes" });
}

/** Refusals that, once work is taken, say nothing of a request and everything of the work. */
const NOT_KNOWN_ANY_MORE: ReadonlySet<ProviderFailureCode> = new Set([
  "model-not-found",
  "host-gone",
  "endpoint-paused",
  "provider-misconfigured",
  "provider-image-too-large",
]);

/** Work that is paid for is asked after this often at least, whatever the provider would rather have. */
const MAX_ASKED_SECONDS = 30;

/**
 * What a refusal means for taken work: the same, or that it was lost there. A fault of whoever was
 * asked is none of the work: it may be asked for again.
 */
export function failureOfTakenWork({ code, answer, error }: Refusal): ProviderError {
  const { cause, parameters, retryAfterSeconds, providerSaid } = error;
  if (code === "upstream-error" && answer.status >= 500) {
    return failureOfWork("overloaded", {}, { cause });
  }
  const said = providerSaid === undefined ? {} : { providerSaid };
  if (NOT_KNOWN_ANY_MORE.has(code)) {
    return failureOfWork("job-failed", { kind: "forgotten" }, { cause, ...said });
  }
  const isPatient = retryAfterSeconds !== undefined;
  return new ProviderError(error.code, parameters, {
    charged: "unknown",
    cause,
    ...said,
    ...(isPatient ? { retryAfterSeconds: Math.min(retryAfterSeconds, MAX_ASKED_SECONDS) } : {}),
  });
}

/** The value under these keys, one in the other, of a JSON answer; `undefined` where there is none. */
export function dig(body: unknown, ...keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    body,
  );
}

/**
 * The path of an address in an answer, to be asked for at the router: the host is not believed, and
 * nothing that could leave the provider's place at the router is taken.
 */
export function pathIn(address: unknown): string | undefined {
  const path = typeof address === "string" ? URL.parse(address)?.pathname : undefined;
  return path !== undefined && isPlainPath(path) ? path : undefined;
}

/** Whether every part of a path is a name, none of them dots. */
export function isPlainPath(path: string): boolean {
  return path.length <= 500 && /^(\/(?!\.+(\/|$))[\w.~@:-]+)+$/.test(path);
}

/** An id that can stand in a path. */
export function idIn(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w-]{1,200}$/.test(value) ? value : undefined;
}
