import { parseBoundedJson } from "./bounded_json.ts";
import { redact } from "./redact.ts";

/** Longest error body that is read, in bytes. */
const MAX_ERROR_BYTES = 64 * 1024;
/** How much of the body's words is looked at, in characters. */
const MAX_WORDS_LENGTH = 2000;
/** How many places of a refusal are told. */
const MAX_PLACES = 5;
/** How deep errors in errors are looked for. */
const MAX_DEPTH = 5;

/** What an answer other than a video says. Its words are untrusted. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Machine-readable error codes, where the body has any. */
  readonly codes: readonly string[];
  /** All sentences of the body, in one string; HTML yields none. */
  readonly words: string;
  /** The parameters that the body complains of, such as `body.num_frames`, where it names any. */
  readonly places?: readonly string[];
  /** Whether the body is JSON: a service's own, where a gateway writes a page or a line. */
  readonly isJson: boolean;
  /** How long a loading model is expected to take, in seconds. */
  readonly estimatedSeconds?: number;
}

/** The cause of a failure that an answer brought: for the log, already free of secrets. */
export class UpstreamAnswerError extends Error {
  readonly status: number;

  constructor(
    { status, words, places = [] }: Pick<UpstreamAnswer, "status" | "words" | "places">,
    secret?: string,
  ) {
    const about = places.length > 0 ? ` (about ${redact(places.join(", "), secret)})` : "";
    super(`The provider answered ${status}${about}: ${redact(words, secret) || "(no text)"}`);
    this.name = "UpstreamAnswerError";
    this.status = status;
  }
}

/** Reads an error answer. A body that breaks off counts as far as it came. */
export async function readUpstreamAnswer(response: Response): Promise<UpstreamAnswer> {
  const { status, headers } = response;
  return { status, headers, ...parseErrorBody(await readText(response)) };
}

type ErrorBody = Omit<UpstreamAnswer, "status" | "headers">;

/** The words and codes of an error body; HTML yields none. */
export function parseErrorBody(text: string): ErrorBody {
  const body = parseBoundedJson(text);
  if (body !== undefined) return errorIn(body);
  const words = /^\s*</.test(text) ? "" : text.slice(0, MAX_WORDS_LENGTH);
  return { codes: [], words, isJson: false };
}

/**
 * The words and codes of an error in JSON. `error` (api-inference, text-generation-inference),
 * `detail` (fal, FastAPI) and `message` may be a string, a list or an object.
 */
export function errorIn(body: unknown): ErrorBody {
  const estimate = isObject(body) ? body.estimated_time : undefined;
  const words = collect(body, ["error", "detail", "message", "msg"]).join("; ");
  const places = placesIn(body);
  return {
    codes: collect(body, ["code", "type", "error_type"]),
    words: words.slice(0, MAX_WORDS_LENGTH),
    isJson: true,
    ...(places.length > 0 ? { places } : {}),
    ...(typeof estimate === "number" && estimate >= 0 ? { estimatedSeconds: estimate } : {}),
  };
}

/**
 * Where validation failed: each item of `detail` has its `loc` (FastAPI, fal's "Request errors"), a
 * list of names and positions.
 */
function placesIn(body: unknown): string[] {
  const details = isObject(body) ? [body.detail].flat() : [];
  const places = details.slice(0, MAX_PLACES).flatMap((detail) => {
    const steps = isObject(detail) ? [detail.loc].flat().slice(0, MAX_DEPTH) : [];
    const isPlain = steps.every((step) =>
      Number.isInteger(step) || typeof step === "string" && /^[\w-]{1,60}$/.test(step)
    );
    return isPlain && steps.length > 0 ? [steps.join(".")] : [];
  });
  return [...new Set(places)];
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length >= MAX_ERROR_BYTES) break;
    }
  } catch {
    // The status line has already said what matters.
  }
  return text.slice(0, MAX_ERROR_BYTES);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The strings under these keys, and under these keys of the objects and lists found there. */
function collect(value: unknown, keys: readonly string[], depth = 0): string[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((item) => collect(item, keys, depth + 1));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const own = keys.includes(key) ? [item].flat().filter((part) => typeof part === "string") : [];
    return key === "error" || key === "detail" ? [...own, ...collect(item, keys, depth + 1)] : own;
  });
}
