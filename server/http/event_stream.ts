/** Sends one event; does nothing once the stream is closed. */
export type SendEvent = (name: string, data: unknown) => void;

/** How an event stream lives and ends. */
export interface EventStreamOptions {
  /** Milliseconds between the comments that keep proxies from closing it. Default 15 seconds. */
  readonly heartbeatMs?: number;
  /** What the work's signal aborts with when the client goes away. */
  leaveReason(): Error;
}

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // Asks nginx and its like not to hold events back.
  "x-accel-buffering": "no",
};

/**
 * A server-sent events answer (WHATWG HTML section 9.2) that lives as long as `run`, whose signal
 * aborts when the client goes away.
 */
export function eventStream(
  run: (send: SendEvent, signal: AbortSignal) => Promise<void>,
  { leaveReason, heartbeatMs = 15_000 }: EventStreamOptions,
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
      heartbeat = setInterval(() => write(":\n\n"), heartbeatMs);
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
