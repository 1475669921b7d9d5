import type { Charged } from "../../contract/problem.ts";
import { isTopType } from "../../contract/formats/iso_boxes.ts";
import { decodeVideoInJson } from "./base64_video.ts";
import type { CallDeadline } from "./call_deadline.ts";
import { ProviderError } from "../errors.ts";
import { readHeader } from "../protocol/read_header.ts";
import { redactedError } from "./redact.ts";
import { UpstreamAnswerError } from "./upstream_answer.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What reading a video depends on. */
export interface VideoBodyOptions {
  readonly deadline: CallDeadline;
  /** Longest video that is taken, in bytes. */
  readonly maxVideoBytes: number;
  /** Kept out of every error. */
  readonly secret: string | undefined;
  /** What a failure costs before the video has begun. Default `"unknown"`; after that it is `"yes"`. */
  readonly charged?: Charged;
}

/** The same while it is read. */
type Reading = Omit<VideoBodyOptions, "charged"> & { charged: Charged };

/** The first box of an MP4 or QuickTime file: four bytes of size, then its type, mostly `ftyp`. */
const TYPE_END = 8;
/** How WebM and Matroska begin (RFC 8794, section 11.2.1). */
const EBML_START = "\x1a\x45\xdf\xa3";

/**
 * The video of a 2xx answer: its bytes as they are, or the video that JSON carries as base64. The
 * first bytes decide which, for services call a video `application/octet-stream`. Resolves once the
 * video has begun; the rest streams, and the end of the stream, in whatever way, ends the deadline.
 *
 * @throws {ProviderError} `bad-output`, `network` or `deadline-exceeded`; so does the stream
 * @throws {CanceledError} when the caller aborts; so does the stream
 */
export async function videoOf(
  response: Response,
  { charged = "unknown", ...rest }: VideoBodyOptions,
): Promise<ReadableStream<Bytes>> {
  const options: Reading = { ...rest, charged };
  const source = readGuarded(response, options);
  const start = await readStart(source);
  if (start.length === 0) throw emptyOutput(response.status, options);
  const video = limit(unpack({ start, source, response }, options), options);
  const first = await video.next();
  if (first.done) throw emptyOutput(response.status, options);
  options.charged = "yes";
  return streamOf(prepend(first.value, video), options.deadline);
}

function unpack(
  { start, source, response }: {
    readonly start: Bytes;
    readonly source: AsyncGenerator<Bytes>;
    readonly response: Response;
  },
  options: Reading,
): AsyncGenerator<Bytes> {
  const { maxVideoBytes, secret, charged } = options;
  const { status, headers } = response;
  const text = new TextDecoder("latin1").decode(start);
  const body = prepend(start, source);
  if (isTopType(text.slice(TYPE_END - 4, TYPE_END)) || text.startsWith(EBML_START)) {
    if (Number(readHeader(headers, "content-length")) > maxVideoBytes) throw tooLong(options);
    return body;
  }
  // JSON is never twice as long as the video in it, so more than that needs no reading.
  if (/^\s*["[{]/.test(text)) {
    const json = limit(body, { charged, maxVideoBytes: 2 * maxVideoBytes });
    return decodeVideoInJson(json, { status, secret, charged });
  }
  const cause = new UpstreamAnswerError({ status, words: text.slice(0, 100) }, secret);
  throw new ProviderError("bad-output", { kind: "no-video" }, { cause, charged });
}

/** The body's chunks; whatever breaks them becomes the failure that it means. */
async function* readGuarded(
  response: Response,
  options: Reading,
): AsyncGenerator<Bytes> {
  const { deadline, secret } = options;
  try {
    for await (const chunk of response.body ?? []) yield chunk;
  } catch (error) {
    const { charged } = options;
    throw deadline.failure(charged, () =>
      new ProviderError("network", { kind: "broke-off" }, {
        cause: redactedError(error, secret),
        charged,
      }));
  }
}

async function readStart(source: AsyncGenerator<Bytes>): Promise<Bytes> {
  const pieces: Bytes[] = [];
  for (let length = 0; length < TYPE_END;) {
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

async function* limit(
  pieces: AsyncGenerator<Bytes>,
  options: Pick<Reading, "maxVideoBytes" | "charged">,
): AsyncGenerator<Bytes> {
  let total = 0;
  for await (const piece of pieces) {
    total += piece.length;
    if (total > options.maxVideoBytes) throw tooLong(options);
    yield piece;
  }
}

function streamOf(video: AsyncGenerator<Bytes>, deadline: CallDeadline): ReadableStream<Bytes> {
  return new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        const { done, value } = await video.next();
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

function emptyOutput(
  status: number,
  { charged = "unknown" }: Pick<VideoBodyOptions, "charged">,
): Error {
  const cause = new UpstreamAnswerError({ status, words: "" });
  return new ProviderError("bad-output", { kind: "empty-answer" }, { cause, charged });
}

/** The failure of a video that is longer than this server takes. */
export function tooLong(
  { maxVideoBytes, charged = "unknown" }: Pick<VideoBodyOptions, "maxVideoBytes" | "charged">,
): Error {
  const parameters = { kind: "too-large", limitBytes: maxVideoBytes } as const;
  return new ProviderError("bad-output", parameters, { charged });
}
