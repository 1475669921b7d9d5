import { assertEquals, assertMatch } from "@std/assert";
import { type Lounge, startLounge } from "../lounge.ts";
import { placeVideo } from "../placed_video.ts";

const VIDEO = new Uint8Array(100_000).fill(7);

/** Stores a video; its path on the server. */
async function publishVideo(lounge: Lounge): Promise<string> {
  return `/videos/${(await placeVideo(lounge, VIDEO)).fileName}.mp4`;
}

/** Status of a request whose path no client library may tidy up before it is sent. */
async function statusOf(lounge: Lounge, request: { method?: string; path: string }) {
  const { hostname, port } = new URL(lounge.url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const { method = "GET", path } = request;
  const lines = [`${method} ${path} HTTP/1.1`, "Host: lounge", "Connection: close", "", ""];
  await connection.write(new TextEncoder().encode(lines.join("\r\n")));
  const answer = await new Response(connection.readable).text();
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}

Deno.test("GET /videos/<uuid>.mp4 answers the video, whole and in ranges", async () => {
  await using lounge = await startLounge();
  const path = await publishVideo(lounge);
  const whole = await fetch(`${lounge.url}${path}`);
  assertEquals(whole.status, 200);
  assertEquals(whole.headers.get("content-type"), "video/mp4");
  assertEquals(whole.headers.get("content-length"), String(VIDEO.length));
  assertEquals(whole.headers.get("x-content-type-options"), "nosniff");
  assertMatch(whole.headers.get("cache-control") ?? "", /^private, .*immutable$/);
  assertEquals(new Uint8Array(await whole.arrayBuffer()), VIDEO);
  const part = await fetch(`${lounge.url}${path}`, { headers: { range: "bytes=10-19" } });
  assertEquals(part.status, 206);
  assertEquals(part.headers.get("content-range"), `bytes 10-19/${VIDEO.length}`);
  assertEquals((await part.arrayBuffer()).byteLength, 10);
});

Deno.test("GET /videos/<uuid>.jpg answers the poster as a video is answered", async () => {
  await using lounge = await startLounge();
  const poster = new Uint8Array(5000).fill(9);
  const { fileName } = await placeVideo(lounge, VIDEO, { poster });
  const url = `${lounge.url}/videos/${fileName}.jpg`;
  const whole = await fetch(url);
  assertEquals(whole.status, 200);
  assertEquals(whole.headers.get("content-type"), "image/jpeg");
  assertEquals(whole.headers.get("x-content-type-options"), "nosniff");
  assertMatch(whole.headers.get("cache-control") ?? "", /^private, .*immutable$/);
  assertEquals(
    whole.headers.get("content-disposition"),
    `inline; filename="ai-lounge-${fileName.slice(0, 8)}.jpg"`,
  );
  assertEquals(new Uint8Array(await whole.arrayBuffer()), poster);
  const part = await fetch(`${url}?download`, { headers: { range: "bytes=10-19" } });
  assertEquals([part.status, (await part.arrayBuffer()).byteLength], [206, 10]);
  assertMatch(part.headers.get("content-disposition") ?? "", /^attachment; .*\.jpg"$/);
  const etag = whole.headers.get("etag") ?? "";
  const known = await fetch(url, { method: "HEAD", headers: { "if-none-match": etag } });
  assertEquals(known.status, 304);
});

Deno.test("GET /videos/<uuid>.jpg answers a problem for a video without a poster", async () => {
  await using lounge = await startLounge();
  const path = await publishVideo(lounge);
  const response = await fetch(lounge.url + path.replace(".mp4", ".jpg"));
  assertEquals(response.status, 404);
  assertEquals(response.headers.get("content-type"), "application/problem+json");
  assertEquals((await response.json()).code, "not-found");
});

Deno.test("HEAD /videos/<uuid>.mp4 answers the headers without the video", async () => {
  await using lounge = await startLounge();
  const path = await publishVideo(lounge);
  const response = await fetch(`${lounge.url}${path}`, { method: "HEAD" });
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("accept-ranges"), "bytes");
  assertEquals(response.headers.get("content-length"), String(VIDEO.length));
  assertEquals((await response.arrayBuffer()).byteLength, 0);
});

Deno.test("GET /videos/<uuid>.mp4 answers 304 and 416 through the whole app", async () => {
  await using lounge = await startLounge();
  const url = `${lounge.url}${await publishVideo(lounge)}`;
  const etag = (await fetch(url, { method: "HEAD" })).headers.get("etag") ?? "";
  const known = await fetch(url, { headers: { "if-none-match": etag } });
  assertEquals([known.status, known.headers.get("etag")], [304, etag]);
  const beyond = await fetch(url, { headers: { range: "bytes=100000-" } });
  assertEquals([beyond.status, await beyond.text()], [416, ""]);
  assertEquals(beyond.headers.get("content-range"), "bytes */100000");
});

Deno.test("other methods of /videos/<uuid>.mp4 answer 405 with Allow", async () => {
  await using lounge = await startLounge();
  const url = `${lounge.url}${await publishVideo(lounge)}`;
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const response = await fetch(url, { method });
    assertEquals(response.status, 405, method);
    assertEquals(response.headers.get("allow"), "GET, HEAD");
    assertEquals((await response.json()).code, "method-not-allowed");
  }
  const options = await fetch(url, { method: "OPTIONS" });
  await options.body?.cancel();
  assertEquals([options.status, options.headers.get("allow")], [204, "GET, HEAD"]);
});

Deno.test("an unknown video answers a 404 problem", async () => {
  await using lounge = await startLounge();
  const response = await fetch(`${lounge.url}/videos/${crypto.randomUUID()}.mp4`, {
    headers: { accept: "application/json" },
  });
  assertEquals(response.status, 404);
  assertEquals(response.headers.get("content-type"), "application/problem+json");
  assertEquals((await response.json()).code, "not-found");
});

Deno.test("hostile names never leave the folder and never break the server", async () => {
  await using lounge = await startLounge();
  const video = await publishVideo(lounge);
  const id = video.slice("/videos/".length, -".mp4".length);
  const draft = await lounge.services.videos.write(
    crypto.randomUUID(),
    ReadableStream.from([VIDEO]),
    {
      maxBytes: VIDEO.length,
    },
  );
  const names = [
    ...["", "%2e%2e%2f%2e%2e%2fdeno.json", "..%2fdeno.json", "%2fetc%2fpasswd"],
    ...["%00", `${id}.mp4%00`, `${id}%00.mp4`, `${id}.mp4%0a`, `${id}.mp4%2f`, `%2e%2f${id}.mp4`],
    ...[id, `${id}.MP4`, `${id.toUpperCase()}.mp4`, `${id}.mp4.mp4`, `${id}.jpg`, ".gitkeep"],
    ...[draft.path.split("/").at(-1) ?? "", "C:%5Cwindows", "a".repeat(5000), "%F0%9F%8E%AC.mp4"],
  ];
  for (const name of names) {
    assertEquals(await statusOf(lounge, { path: `/videos/${name}` }), 404, name.slice(0, 60));
  }
  assertEquals(await statusOf(lounge, { path: "/videos/../../deno.json" }), 404);
  for (const path of ["/videos/%", "/videos/%zz.mp4", "/videos/%c3%28.mp4"]) {
    assertEquals(await statusOf(lounge, { path }), 400, path);
  }
  assertEquals(await statusOf(lounge, { path: video }), 200);
  await draft.discard();
});
