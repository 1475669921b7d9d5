/** What `ctx.stream()` can send. */
export type StreamSource =
  | Iterable<string | Uint8Array>
  | AsyncIterable<string | Uint8Array>
  | ReadableStream<string | Uint8Array>;

/** Turns strings and bytes into a stream of bytes, pulled as fast as the client reads. */
export function streamBody(source: StreamSource): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return ReadableStream.from(source).pipeThrough(
    new TransformStream<string | Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(
          typeof chunk === "string" ? encoder.encode(chunk) : chunk,
        );
      },
    }),
  );
}
