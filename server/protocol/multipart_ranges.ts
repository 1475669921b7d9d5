import { type ByteRange, contentRange, lengthOf } from "./byte_ranges.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Several ranges of one file as a body (RFC 9110 section 14.6). */
export interface MultipartBody {
  readonly contentType: string;
  /** Size of the whole body in bytes. */
  readonly length: number;
  readonly stream: ReadableStream<Bytes>;
}

/** The file that the parts are cut from. */
interface Source {
  readonly size: number;
  readonly contentType: string;
  open(range: ByteRange): Promise<ReadableStream<Bytes>>;
}

/** Builds a `multipart/byteranges` body; each part is opened only when its turn comes. */
export function multipartRanges(source: Source, ranges: readonly ByteRange[]): MultipartBody {
  const boundary = crypto.randomUUID();
  const encoder = new TextEncoder();
  const parts = ranges.map((range) => {
    const fields = `content-type: ${source.contentType}\r\n` +
      `content-range: ${contentRange(range, source.size)}`;
    return { range, head: encoder.encode(`\r\n--${boundary}\r\n${fields}\r\n\r\n`) };
  });
  const end = encoder.encode(`\r\n--${boundary}--\r\n`);

  async function* chunks(): AsyncGenerator<Bytes> {
    for (const { head, range } of parts) {
      yield head;
      yield* await source.open(range);
    }
    yield end;
  }

  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    length: parts.reduce((sum, part) => sum + part.head.length + lengthOf(part.range), end.length),
    stream: ReadableStream.from(chunks()),
  };
}
