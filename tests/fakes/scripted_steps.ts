import type { HttpExchange } from "./http_exchange.ts";

/** What a step answers to, and with. */
export interface StepContext {
  readonly exchange: HttpExchange;
  /** Headers of the request. */
  readonly headers: Headers;
  readonly video: Uint8Array<ArrayBuffer>;
}

/** Plays one answer. */
export type Step = (context: StepContext) => Promise<void>;

/** Endless answers end here at the latest, in bytes. */
const ENDLESS_BYTES = 256 * 1024 * 1024;

/** A JSON answer. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Step {
  return ({ exchange }) =>
    exchange.answer(status, {
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
}

/** An answer of any other type. */
export function answer(
  status: number,
  type: string,
  body: string | Uint8Array = "",
  headers: Record<string, string> = {},
): Step {
  return ({ exchange }) =>
    exchange.answer(status, { headers: { "content-type": type, ...headers }, body });
}

/** A gateway's HTML page. */
export function html(status: number, title: string): Step {
  const page = `<html><head><title>${status} ${title}</title></head><body>nginx</body></html>`;
  return answer(status, "text/html", page);
}

/** A redirect to another path of the fake. */
export function redirect(status: number): Step {
  return ({ exchange, headers }) =>
    exchange.answer(status, {
      headers: { location: `http://${headers.get("host")}/endpoints/video` },
    });
}

/** The video's bytes under the given type. */
export function video(type: string): Step {
  return ({ exchange, video }) =>
    exchange.answer(200, {
      headers: { "content-type": type, "x-compute-type": "gpu", "x-compute-time": "39.9" },
      body: video,
    });
}

/** JSON that holds the video; `shape` gets the video in base64. */
export function videoInJson(shape: (base64: string) => unknown): Step {
  return (context) => json(200, shape(context.video.toBase64()))(context);
}

/** The video in chunks, without Content-Length; ends early when `cut`. */
export function chunkedVideo({ cut }: { readonly cut: boolean }): Step {
  return async ({ exchange, video }) => {
    await exchange.open(200, { "content-type": "video/mp4", "transfer-encoding": "chunked" });
    for (const piece of piecesOf(video)) await exchange.writeChunk(piece);
    if (!cut) await exchange.writeChunk(new Uint8Array());
  };
}

/** The first half of the video under the whole video's Content-Length; then `after`. */
export function halfVideo(after: (exchange: HttpExchange) => Promise<void>): Step {
  return async ({ exchange, video }) => {
    await openVideo(exchange, video.length);
    await exchange.write(video.subarray(0, video.length / 2));
    await after(exchange);
  };
}

/** The video in small pieces with a pause of `ms` milliseconds after each. */
export function drippingVideo(ms: number): Step {
  return async ({ exchange, video }) => {
    await openVideo(exchange, video.length);
    for (const piece of piecesOf(video)) {
      await exchange.write(piece);
      await exchange.pause(ms);
    }
  };
}

/** The video and then filler for as long as the client takes it. */
export function endless(status: number, type: string): Step {
  return async ({ exchange, video }) => {
    await exchange.open(status, { "content-type": type, "transfer-encoding": "chunked" });
    await exchange.writeChunk(video);
    const filler = new Uint8Array(64 * 1024).fill(46);
    for (let sent = 0; sent < ENDLESS_BYTES; sent += filler.length) {
      await exchange.writeChunk(filler);
    }
  };
}

/** The video under a Content-Length of a terabyte. */
export function videoSaidToBeHuge(): Step {
  return async ({ exchange, video }) => {
    await openVideo(exchange, 1024 ** 4);
    await exchange.write(video);
    await exchange.hang();
  };
}

/** Does as huggingface-inference-toolkit: exact Content-Type, any other Accept than everything or JSON refused, JSON answer. */
export function toolkit(shape: (base64: string) => unknown): Step {
  return (context) => {
    const type = context.headers.get("content-type") ?? "None";
    const accept = context.headers.get("accept") ?? "*/*";
    if (!/^image\/(png|jpeg|jpg|webp|gif|bmp|tiff|x-image)$/.test(type)) {
      return json(400, { error: `Content type "${type}" not supported.` })(context);
    }
    if (accept !== "*/*" && accept !== "application/json") {
      return json(400, { error: `Accept type "${accept}" not supported.` })(context);
    }
    return videoInJson(shape)(context);
  };
}

/** Plays `step` for a request with a token, and 401 for one without. */
export function forToken(step: Step): Step {
  const refusal = json(401, { error: "Invalid username or password." }, {
    "www-authenticate": 'Bearer realm="Authentication required", charset="UTF-8"',
  });
  return (context) => (context.headers.has("authorization") ? step : refusal)(context);
}

/** Closes the connection without an answer. */
export function close(): Step {
  return () => Promise.resolve();
}

/** Keeps the connection open and says nothing. */
export function hang(): Step {
  return ({ exchange }) => exchange.hang();
}

/** Sends bytes that are not HTTP. */
export function garbage(): Step {
  return ({ exchange }) => exchange.write("+OK POP3 server ready\r\n\r\n");
}

async function openVideo(exchange: HttpExchange, length: number): Promise<void> {
  await exchange.open(200, { "content-type": "video/mp4", "content-length": String(length) });
}

function piecesOf(video: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const size = Math.ceil(video.length / 20);
  return Array.from({ length: 20 }, (_, index) => video.subarray(index * size, (index + 1) * size))
    .filter((piece) => piece.length > 0);
}
