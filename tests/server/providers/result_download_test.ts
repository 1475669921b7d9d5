import { assert, assertEquals, assertRejects } from "@std/assert";
import { CanceledError, ProviderError } from "../../../server/errors.ts";
import { downloadResult } from "../../../server/providers/result_download.ts";
import { mockVideo } from "../../fakes/drawn_video.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";

const VIDEO = mockVideo(4000);
const SIGNED = "https://cdn.example/path-that-opens/video.mp4?X-Signature=planted";

Deno.test("a video is fetched from a public host, with no header but fetch's own", async () => {
  const seen: (readonly [string, RequestInit | undefined])[] = [];
  const found = await download(SIGNED, (input, init) => {
    seen.push([String(input), init]);
    return Promise.resolve(new Response(VIDEO));
  });
  assertEquals(found.kind === "video" && await new Response(found.bytes).bytes(), VIDEO);
  assertEquals(seen.map(([url]) => url), [SIGNED]);
  assertEquals(seen.map(([, init]) => Object.keys(init ?? {}).sort()), [["redirect", "signal"]]);
  assertEquals(seen[0]?.[1]?.redirect, "manual");
});

Deno.test("every redirect is checked like the address itself", async () => {
  const visited: string[] = [];
  const error = await assertRejects(() =>
    download(SIGNED, (input) => {
      visited.push(String(input));
      const location = "https://inside.example/video.mp4";
      return Promise.resolve(new Response(null, { status: 302, headers: { location } }));
    }), ProviderError);
  assertEquals([error.code, error.charged], ["result-refused", "yes"]);
  assertEquals(visited, [SIGNED]);
});

Deno.test("a redirect that is relative, or stays in public, is followed", async () => {
  const visited: string[] = [];
  const found = await download(SIGNED, (input) => {
    visited.push(String(input));
    if (visited.length === 3) return Promise.resolve(new Response(VIDEO));
    const location = visited.length === 1 ? "/next.mp4" : "https://other.example/video.mp4";
    return Promise.resolve(new Response(null, { status: 307, headers: { location } }));
  });
  assertEquals(found.kind, "video");
  assertEquals(visited.slice(1), [
    "https://cdn.example/next.mp4",
    "https://other.example/video.mp4",
  ]);
  if (found.kind === "video") await found.bytes.cancel();
});

Deno.test("more than three redirects are told as that", async () => {
  let hops = 0;
  const error = await assertRejects(() =>
    download(SIGNED, () => {
      const location = `/hop-${++hops}.mp4`;
      return Promise.resolve(new Response(null, { status: 302, headers: { location } }));
    }), ProviderError);
  assertEquals([error.code, error.parameters, hops], ["result-refused", { kind: "redirects" }, 4]);
});

Deno.test("no failure repeats the address", async () => {
  const failures: (typeof fetch)[] = [
    () => Promise.reject(new TypeError(`error sending request for url (${SIGNED}): refused`)),
    () => Promise.resolve(new Response("AccessDenied", { status: 500 })),
    () => Promise.resolve(new Response(`not a video, see ${SIGNED}`)),
    () => Promise.resolve(new Response("")),
  ];
  for (const failing of failures) {
    const error = await assertRejects(() => download(SIGNED, failing), ProviderError);
    const all = Deno.inspect(error, { depth: 10 }) + String(error.cause);
    assert(!all.includes("planted") && !all.includes("path-that-opens"), all);
    assertEquals(error.charged, "yes");
  }
});

Deno.test("a host name that has no address at the moment may have one later", async () => {
  const error = await assertRejects(
    () => download("https://nowhere.example/video.mp4", () => Promise.reject(new Error("unused"))),
    ProviderError,
  );
  assertEquals([error.code, error.retryable], ["network", true]);
});

Deno.test("canceling in the middle of the video ends the transfer", async () => {
  const controller = new AbortController();
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (stream) => stream.enqueue(VIDEO),
  });
  const aborted: typeof fetch = (_, init) => {
    const cut = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
    const signal = init?.signal ?? undefined;
    endless.pipeTo(cut.writable, signal ? { signal } : {}).catch(() => {});
    return Promise.resolve(new Response(cut.readable));
  };
  const found = await download(SIGNED, aborted, controller.signal);
  assert(found.kind === "video");
  const reader = found.bytes.getReader();
  await reader.read();
  controller.abort();
  const error = await assertRejects(() => reader.read(), CanceledError);
  assertEquals(error.charged, "yes");
});

Deno.test("a video in the answer itself counts like any other", async () => {
  const unused: typeof fetch = () => Promise.reject(new Error("unused"));
  const inline = `data:video/mp4;base64,${VIDEO.toBase64()}`;
  const found = await download(inline, unused);
  assertEquals(found.kind === "video" && await new Response(found.bytes).bytes(), VIDEO);
  for (const codecs of ["codecs=avc1.64001f", 'codecs="avc1.64001f, mp4a.40.2";q=1', "CODECS=''"]) {
    const typed = await download(`data:video/mp4;${codecs};base64,${VIDEO.toBase64()}`, unused);
    assertEquals(typed.kind === "video" && await new Response(typed.bytes).bytes(), VIDEO);
  }
  for (
    const address of [
      `data:video/mp4;base64,${mockVideo(20_000).toBase64()}`,
      "data:text/html;base64,AAAA",
      "data:video/mp4,AAAA",
      "data:video/mp4;base64,",
    ]
  ) {
    const error = await assertRejects(() => download(address, unused), ProviderError);
    assertEquals([error.code, error.charged], ["bad-output", "yes"]);
  }
});

async function download(
  address: string,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal = new AbortController().signal,
) {
  const clock = new ManualClock();
  const hosts: Record<string, string[]> = {
    "cdn.example": ["104.18.2.3"],
    "other.example": ["2606:4700::1"],
    "inside.example": ["10.0.0.7"],
  };
  return await downloadResult(address, {
    fetch,
    clock,
    resolve: (host) => Promise.resolve(hosts[host] ?? []),
    hostsAllowed: [],
    maxVideoBytes: 10_000,
    signal,
  });
}
