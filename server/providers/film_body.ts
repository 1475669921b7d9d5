import { decodeFilmInJson } from "./base64_film.ts";
import type { CallDeadline } from "./call_deadline.ts";
import { providerFailure } from "./provider_failures.ts";
import { redactedError } from "./redact.ts";
import { UpstreamAnswerError } from "./upstream_answer.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What reading a film depends on. */
export interface FilmBodyOptions {
  readonly deadline: CallDeadline;
  /** Longest film that is taken, in bytes. */
  readonly maxFilmBytes: number;
  /** Kept out of every error. */
  readonly secret: string | undefined;
}

/** The first box of an MP4: four bytes of size, then `ftyp` (ISO/IEC 14496-12 section 4.3). */
const FTYP_END = 8;

/**
 * The film of a 2xx answer: MP4 bytes as they are, or the MP4 that JSON carries as base64. The
 * first bytes decide which, for services call an MP4 `application/octet-stream`. Resolves once the
 * film has begun; the rest streams, and the end of the stream, in whatever way, ends the deadline.
 *
 * @throws {ProviderError} `bad-output`, `network` or `deadline-exceeded`; so does the stream
 * @throws {CanceledError} when the caller aborts; so does the stream
 */
export async function filmOf(
  response: Response,
  options: FilmBodyOptions,
): Promise<ReadableStream<Bytes>> {
  const source = readGuarded(response, options);
  const start = await readStart(source);
  if (start.length === 0) throw emptyOutput(response.status);
  const film = limit(unpack({ start, source, response }, options), options.maxFilmBytes);
  const first = await film.next();
  if (first.done) throw emptyOutput(response.status);
  return streamOf(prepend(first.value, film), options.deadline);
}

function unpack(
  { start, source, response }: {
    readonly start: Bytes;
    readonly source: AsyncGenerator<Bytes>;
    readonly response: Response;
  },
  { maxFilmBytes, secret }: FilmBodyOptions,
): AsyncGenerator<Bytes> {
  const { status, headers } = response;
  const text = new TextDecoder("latin1").decode(start);
  const body = prepend(start, source);
  if (text.slice(FTYP_END - 4, FTYP_END) === "ftyp") {
    if (Number(headers.get("content-length")) > maxFilmBytes) throw tooLong(maxFilmBytes);
    return body;
  }
  // JSON is never twice as long as the film in it, so more than that needs no reading.
  if (/^\s*["[{]/.test(text)) {
    return decodeFilmInJson(limit(body, 2 * maxFilmBytes), { status, secret });
  }
  const cause = new UpstreamAnswerError({ status, words: text.slice(0, 100) }, secret);
  throw providerFailure("bad-output", { cause });
}

/** The body's chunks; whatever breaks them becomes the failure that it means. */
async function* readGuarded(
  response: Response,
  { deadline, secret }: FilmBodyOptions,
): AsyncGenerator<Bytes> {
  try {
    for await (const chunk of response.body ?? []) yield chunk;
  } catch (error) {
    throw deadline.failure("unknown", () =>
      providerFailure("network", {
        sentence: "The connection to the video service broke while the film was arriving. " +
          "It was probably charged; you can try again.",
        cause: redactedError(error, secret),
      }));
  }
}

async function readStart(source: AsyncGenerator<Bytes>): Promise<Bytes> {
  const pieces: Bytes[] = [];
  for (let length = 0; length < FTYP_END;) {
    const { done, value } = await source.next();
    if (done) break;
    pieces.push(value);
    length += value.length;
  }
  return await new Response(new Blob(pieces)).bytes();
}

async function* prepend(first: Bytes, rest: AsyncGenerator<Bytes>): AsyncGenerator<Bytes> {
  yield first;
  yield* rest;
}

async function* limit(pieces: AsyncGenerator<Bytes>, maxBytes: number): AsyncGenerator<Bytes> {
  let total = 0;
  for await (const piece of pieces) {
    total += piece.length;
    if (total > maxBytes) throw tooLong(maxBytes);
    yield piece;
  }
}

function streamOf(film: AsyncGenerator<Bytes>, deadline: CallDeadline): ReadableStream<Bytes> {
  return new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        const { done, value } = await film.next();
        if (!done) return controller.enqueue(value);
        controller.close();
        deadline.end();
      } catch (error) {
        deadline.end();
        throw error;
      }
    },
    // A generator that waits for the network cannot be told to return: abort what it waits for.
    cancel: () => deadline.end(),
  }, { highWaterMark: 0 });
}

function emptyOutput(status: number): Error {
  return providerFailure("bad-output", {
    sentence: "The video service answered with nothing where the film should be. Whether that " +
      "was charged is not known; the operator has to check the endpoint.",
    cause: new UpstreamAnswerError({ status, words: "" }),
  });
}

function tooLong(maxBytes: number): Error {
  const megabytes = Math.max(1, Math.floor(maxBytes / 1_000_000));
  return providerFailure("bad-output", {
    sentence: `The video service's film is larger than the ${megabytes} MB that this server ` +
      "takes. It was probably charged; the operator can raise MAX_VIDEO_BYTES.",
  });
}
