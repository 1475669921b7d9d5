import { type ByteRange, contentRange, lengthOf } from "./byte_ranges.ts";
import { decideFileAnswer, type FileDecision, type Representation } from "./conditional_request.ts";
import { formatHttpDate } from "./http_date.ts";
import { multipartRanges } from "./multipart_ranges.ts";

/** A stored file that can be sent in whole or in part. */
export interface SendableFile extends Representation {
  readonly contentType: string;
  open(range?: ByteRange): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
}

/**
 * Answers `GET` or `HEAD` for a file, conditions and ranges included (RFC 9110 sections 13 and 14).
 * `HEAD`, `304`, `412` and `416` open nothing. `headers` go with every answer that stands for the
 * file: `200`, `206` and `304`.
 *
 * @throws what opening the file throws
 */
export async function fileResponse(
  request: Request,
  file: SendableFile,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const decision = decideFileAnswer(request, file);
  switch (decision.kind) {
    case "precondition-failed":
      return new Response(null, { status: 412 });
    case "range-not-satisfiable":
      return new Response(null, {
        status: 416,
        headers: { "accept-ranges": "bytes", "content-range": `bytes */${file.size}` },
      });
    case "not-modified":
      return new Response(null, { status: 304, headers: { ...headers, ...validators(file) } });
    default:
      return await success(request, { file, decision, headers });
  }
}

type Success = Extract<FileDecision, { kind: "whole" | "range" | "ranges" }>;

async function success(
  request: Request,
  answer: {
    readonly file: SendableFile;
    readonly decision: Success;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<Response> {
  const { file, decision } = answer;
  const headers = { ...answer.headers, ...validators(file), "accept-ranges": "bytes" };
  if (decision.kind === "ranges") {
    const { contentType, length, stream } = multipartRanges(file, decision.ranges);
    const about = { "content-type": contentType, "content-length": String(length) };
    return new Response(stream, { status: 206, headers: { ...headers, ...about } });
  }
  const range = decision.kind === "range" ? decision.range : undefined;
  const length = range ? lengthOf(range) : file.size;
  return new Response(request.method === "HEAD" ? null : await file.open(range), {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      ...(range ? { "content-range": contentRange(range, file.size) } : {}),
      "content-type": file.contentType,
      "content-length": String(length),
    },
  });
}

function validators(file: Representation): Record<string, string> {
  return { etag: file.etag, "last-modified": formatHttpDate(file.modified) };
}
