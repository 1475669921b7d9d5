import { redact } from "./redact.ts";

/** Longest error body that is read, in bytes. */
const MAX_ERROR_BYTES = 64 * 1024;
/** How much of the body's words is looked at, in characters. */
const MAX_WORDS_LENGTH = 2000;
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
  /** How long a loading model is expected to take, in seconds. */
  readonly estimatedSeconds?: number;
}

/** The cause of a failure that an answer brought: for the log, already free of secrets. */
export class UpstreamAnswerError extends Error {
  readonly status: number;

  constructor({ status, words }: { status: number; words: string }, secret?: string) {
    super(`The provider answered ${status}: ${redact(words, secret) || "(no text)"}`);
    this.name = "UpstreamAnswerError";
    this.status = status;
  }
}

/** Reads an error answer. A body that breaks off counts as far as it came. */
export async function readUpstreamAnswer(response: Response): Promise<UpstreamAnswer> {
  const { status, headers } = response;
  return { status, headers, ...parseErrorBody(await readText(response)) };
}

/**
 * The words and codes of an error body. `error` (api-inference, text-generation-inference),
 * `detail` (fal, FastAPI) and `message` may be a string, a list or an object.
 */
export function parseErrorBody(
  text: string,
): Pick<UpstreamAnswer, "codes" | "words" | "estimatedSeconds"> {
  const body = parseJson(text);
  if (body === undefined) {
    return { codes: [], words: /^\s*</.test(text) ? "" : text.slice(0, MAX_WORDS_LENGTH) };
  }
  const estimate = isObject(body) ? body.estimated_time : undefined;
  return {
    codes: collect(body, ["code", "type", "error_type"]),
    words: collect(body, ["error", "detail", "message", "msg"]).join("; ").slice(
      0,
      MAX_WORDS_LENGTH,
    ),
    ...(typeof estimate === "number" && estimate >= 0 ? { estimatedSeconds: estimate } : {}),
  };
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
