/** Sends one event; does nothing once the stream is closed. */
export type SendEvent = (name: string, data: unknown) => void;

const HEARTBEAT_MS = 15_000;
const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // Asks nginx and its like not to hold events back.
  "x-accel-buffering": "no",
};

/**
 * A server-sent events answer (WHATWG HTML section 9.2) that lives as long as `run`.
 * A comment every 15 seconds keeps proxies from closing it; `signal` aborts with `leaveReason()`
 * when the client goes away.
 */
export function eventStream(
  run: (send: SendEvent, signal: AbortSignal) => Promise<void>,
  leaveReason: () => Error,
): Response {
  const controller = new AbortController();
  const encoder = new TextEncoder();
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      const write = (text: string) => {
        if (!controller.signal.aborted) stream.enqueue(encoder.encode(text));
      };
      const send: SendEvent = (name, data) =>
        write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      heartbeat = setInterval(() => write(":\n\n"), HEARTBEAT_MS);
      run(send, controller.signal)
        .finally(() => clearInterval(heartbeat))
        .then(() => controller.signal.aborted || stream.close(), (error) => stream.error(error));
    },
    cancel() {
      clearInterval(heartbeat);
      controller.abort(leaveReason());
    },
  });
  return new Response(body, { headers: HEADERS });
}
