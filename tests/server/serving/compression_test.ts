/** What is packed and how: as `Deno.serve` does it, which served the app before and may again. */
import { assertEquals } from "@std/assert";
import { type IncomingMessage, request } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { serve } from "./served.ts";

const TEXT = "A picture in, a video out. ".repeat(400);
/** Longer than what is packed in one go. */
const LONG = TEXT.repeat(60);
const TYPES = [
  "text/html; charset=utf-8",
  "text/css",
  "text/plain; charset=utf-8",
  "text/javascript",
  "text/event-stream",
  "application/javascript; charset=UTF-8",
  "application/json",
  "application/problem+json",
  "application/manifest+json",
  "application/xml; charset=utf-8",
  "application/zip",
  "application/octet-stream",
  "image/svg+xml",
  "image/x-icon",
  "image/jpeg",
  "image/png",
  "video/mp4",
  "multipart/byteranges; boundary=x",
];
const ACCEPTED = ["gzip, deflate, br", "gzip", "gzip;q=1, br;q=0.5", "br;q=0, gzip", "deflate", ""];

interface Case {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: BodyInit | null;
  readonly status?: number;
  readonly accept?: string;
}

const HTML = { "content-type": "text/html" };
const CASES: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    TYPES.map((type) => [type, { headers: { "content-type": type }, body: TEXT }]),
  ),
  ...Object.fromEntries(ACCEPTED.map((accept) => [
    `a page for whom accepts "${accept}"`,
    { headers: HTML, body: TEXT, accept },
  ])),
  "no type": { headers: {}, body: new TextEncoder().encode(TEXT) },
  "a short text": { headers: HTML, body: "x".repeat(63) },
  "a text just long enough": { headers: HTML, body: "x".repeat(64) },
  "an empty text": { headers: HTML, body: "" },
  "a strong tag": { headers: { ...HTML, etag: '"abc"' }, body: TEXT },
  "a weak tag": { headers: { ...HTML, etag: 'W/"abc"' }, body: TEXT },
  "a length": { headers: { ...HTML, "content-length": String(TEXT.length) }, body: TEXT },
  "what varies": { headers: { ...HTML, vary: "Cookie" }, body: TEXT },
  "no-transform": { headers: { ...HTML, "cache-control": "no-transform" }, body: TEXT },
  "what is packed already": { headers: { ...HTML, "content-encoding": "identity" }, body: TEXT },
  "a part": { headers: { ...HTML, "content-range": "bytes 0-9/10" }, status: 206, body: TEXT },
  "a page about nothing": { headers: HTML, status: 404, body: TEXT },
  "a long text": { headers: HTML, body: LONG },
};

/** What matters to a client; `fetch` would not tell. */
async function ask(url: string, { accept = "gzip, deflate, br" }: Case) {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(url, { headers: accept ? { "accept-encoding": accept } : {} }, resolve)
    .on("error", reject).end();
  const answer = await promise;
  const bytes = new Uint8Array(await new Response(ReadableStream.from(answer)).arrayBuffer());
  const { "content-encoding": encoding, vary, etag, ...rest } = answer.headers;
  const unpacked = encoding === "br"
    ? brotliDecompressSync(bytes)
    : encoding === "gzip"
    ? gunzipSync(bytes)
    : bytes;
  return {
    status: answer.statusCode,
    ...{ encoding, vary, etag, type: rest["content-type"] },
    text: new TextDecoder().decode(unpacked),
    packedBytes: bytes.length,
  };
}

for (const kind of ["whole", "in pieces"] as const) {
  Deno.test(`answers that come ${kind} are packed as Deno.serve packs them`, async () => {
    const handler = (incoming: Request): Response => {
      const name = decodeURIComponent(new URL(incoming.url).pathname.slice(1));
      const { body, ...init } = CASES[name] ?? { headers: {}, status: 500 };
      return new Response(kind === "whole" ? body ?? null : slowly(body), init);
    };
    await using served = await serve(handler);
    const options = { hostname: "127.0.0.1", port: 0, automaticCompression: true, onListen() {} };
    await using reference = Deno.serve(options, handler);
    for (const [name, asked] of Object.entries(CASES)) {
      const path = `/${encodeURIComponent(name)}`;
      const { packedBytes: _, ...expected } = await ask(
        `http://127.0.0.1:${reference.addr.port}${path}`,
        asked,
      );
      const { packedBytes, ...actual } = await ask(served.url + path, asked);
      assertEquals([name, actual], [name, expected]);
      if (actual.encoding === "br" || actual.encoding === "gzip") {
        assertEquals(packedBytes < actual.text.length || actual.text.length < 100, true, name);
      }
    }
  });
}

/** A body whose second half comes later. */
function slowly(body: BodyInit | null | undefined): ReadableStream<Uint8Array> {
  return ReadableStream.from((async function* () {
    const bytes = await new Response(body ?? null).bytes();
    yield bytes.subarray(0, bytes.length / 2);
    await new Promise((resolve) => setTimeout(resolve));
    yield bytes.subarray(bytes.length / 2);
  })());
}
