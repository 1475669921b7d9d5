/** One server-sent event. */
export interface ServerSentEvent {
  /** What a client names in `Last-Event-ID` when it comes back. */
  readonly id?: number;
  readonly type: string;
  /** Sent as JSON. */
  readonly data: unknown;
}

/** Sends one event; does nothing once the stream is closed. */
export type SendEvent = (event: ServerSentEvent) => void;

/** Between two comments; they keep proxies from closing a silent stream. */
const HEARTBEAT_MS = 15_000;
/** Until the stream is closed; the client comes back with `Last-Event-ID`. */
const LIFETIME_MS = 5 * 60_000;
/** How long a client should wait before it comes back. */
const RETRY_MS = 2000;
const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // Asks nginx and its like not to hold events back.
  "x-accel-buffering": "no",
};

/**
 * A server-sent events answer (WHATWG HTML section 9.2) that lives until `run` settles, the client
 * leaves or its time is up; the latter two abort the signal. `run` must not reject for the abort.
 */
export function eventStream(
  run: (send: SendEvent, signal: AbortSignal) => Promise<void>,
): Response {
  const controller = new AbortController();
  const encoder = new TextEncoder();
  const timers: ReturnType<typeof setTimeout>[] = [];
  const stop = () => {
    for (const timer of timers) clearTimeout(timer);
    controller.abort();
  };
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      const { signal } = controller;
      const write = (text: string) => {
        if (!signal.aborted) stream.enqueue(encoder.encode(text));
      };
      write(`retry: ${RETRY_MS}\n\n`);
      timers.push(
        setInterval(() => write(":\n\n"), HEARTBEAT_MS),
        setTimeout(() => {
          stop();
          stream.close();
        }, LIFETIME_MS),
      );
      run((event) => write(textOf(event)), signal).then(() => {
        if (signal.aborted) return;
        stop();
        stream.close();
      }, (error) => {
        stop();
        stream.error(error);
      });
    },
    cancel: stop,
  });
  return new Response(body, { headers: HEADERS });
}

function textOf({ id, type, data }: ServerSentEvent): string {
  const idLine = id === undefined ? "" : `id: ${id}\n`;
  return `${idLine}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
