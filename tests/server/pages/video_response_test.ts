import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { videoResponse } from "../../../server/pages/video_response.ts";
import { DiskVideoStore } from "../../../server/stores/disk_video_store.ts";
import { eventually } from "../../patience.ts";

const ID = "3f2c1e0a-5b6d-4c7e-8f90-a1b2c3d4e5f6";
const NAME = `${ID}.mp4`;
const VIDEO = Uint8Array.from({ length: 700_001 }, (_, index) => (index * 7 + (index >> 8)) & 255);
const MODIFIED = new Date("2026-01-02T03:04:05.678Z");
const LAST_MODIFIED = "Fri, 02 Jan 2026 03:04:05 GMT";

interface VideoServer extends AsyncDisposable {
  readonly url: string;
  readonly address: Deno.NetAddr;
  readonly path: string;
  /** Resolves when every connection is done. */
  shutdown(): Promise<void>;
}

/** One video behind `videoResponse` on a real server. */
async function serveVideo(video: Uint8Array = VIDEO): Promise<VideoServer> {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/${NAME}`;
  await Deno.writeFile(path, video);
  await Deno.utime(path, MODIFIED, MODIFIED);
  const store = new DiskVideoStore({ directory });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const video = await store.find(NAME);
    return video
      ? await videoResponse(request, {
        name: NAME,
        video,
        cache: "private",
      })
      : new Response(null);
  });
  let done: Promise<void> | undefined;
  const shutdown = () => done ??= server.shutdown();
  return {
    url: `http://127.0.0.1:${server.addr.port}/videos/${NAME}`,
    address: server.addr,
    path,
    shutdown,
    async [Symbol.asyncDispose]() {
      await shutdown();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

/** Names and values, without those that every server adds. */
function headersOf(response: Response): Record<string, string> {
  const { date: _date, ...headers } = Object.fromEntries(response.headers);
  return headers;
}

const DESCRIPTION = {
  "accept-ranges": "bytes",
  "cache-control": "private, max-age=31536000, immutable",
  "content-disposition": 'inline; filename="ai-lounge-3f2c1e0a.mp4"',
  "content-type": "video/mp4",
  "etag": `"${VIDEO.length.toString(36)}-${MODIFIED.getTime().toString(36)}"`,
  "last-modified": LAST_MODIFIED,
  "cross-origin-resource-policy": "cross-origin",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
};

Deno.test("GET of a video answers 200 with all of it and every header", async () => {
  await using server = await serveVideo();
  const response = await fetch(server.url);
  assertEquals(response.status, 200);
  assertEquals(headersOf(response), { ...DESCRIPTION, "content-length": String(VIDEO.length) });
  assertEquals(await bytesOf(response), VIDEO);
});

Deno.test("HEAD of a video answers the headers of GET, and no range", async () => {
  await using server = await serveVideo();
  const requests: HeadersInit[] = [{}, { range: "bytes=0-9" }, { range: "bytes=9999999-" }];
  for (const headers of requests) {
    const response = await fetch(server.url, { method: "HEAD", headers });
    assertEquals(response.status, 200);
    assertEquals(headersOf(response), { ...DESCRIPTION, "content-length": String(VIDEO.length) });
    assertEquals((await bytesOf(response)).length, 0);
  }
});

Deno.test("?download asks to save the video under a readable name", async () => {
  await using server = await serveVideo();
  const response = await fetch(`${server.url}?download`, { method: "HEAD" });
  assertEquals(
    response.headers.get("content-disposition"),
    'attachment; filename="ai-lounge-3f2c1e0a.mp4"',
  );
});

Deno.test("a range answers 206 with exactly its bytes", async () => {
  await using server = await serveVideo();
  const size = VIDEO.length;
  const ranges: readonly [header: string, start: number, end: number][] = [
    ["bytes=0-", 0, size - 1],
    ["bytes=0-0", 0, 0],
    ["bytes=1000-66535", 1000, 66_535],
    ["bytes=5-600000", 5, 600_000],
    ["bytes=650000-", 650_000, size - 1],
    ["bytes=-1", size - 1, size - 1],
    ["bytes=-9999999", 0, size - 1],
  ];
  for (const [range, start, end] of ranges) {
    const response = await fetch(server.url, { headers: { range } });
    assertEquals(response.status, 206, range);
    assertEquals(response.headers.get("content-range"), `bytes ${start}-${end}/${size}`);
    assertEquals(response.headers.get("content-length"), String(end - start + 1));
    assertEquals(response.headers.get("content-type"), "video/mp4");
    assertEquals(response.headers.get("etag"), DESCRIPTION.etag);
    assertEquals(await bytesOf(response), VIDEO.slice(start, end + 1), range);
  }
});

Deno.test("several ranges answer 206 with a part for each", async () => {
  await using server = await serveVideo();
  const headers = { range: "bytes=500000-500099, 0-9" };
  const response = await fetch(server.url, { headers });
  assertEquals(response.status, 206);
  assertEquals(response.headers.get("content-range"), null);
  const type = response.headers.get("content-type") ?? "";
  assertMatch(type, /^multipart\/byteranges; boundary=[\w-]+$/);
  const boundary = type.slice(type.indexOf("=") + 1);
  const body = await bytesOf(response);
  assertEquals(response.headers.get("content-length"), String(body.length));
  const part = (start: number, end: number) => {
    const range = `content-range: bytes ${start}-${end}/${VIDEO.length}`;
    const bytes = latin1(VIDEO.slice(start, end + 1));
    return `\r\n--${boundary}\r\ncontent-type: video/mp4\r\n${range}\r\n\r\n${bytes}`;
  };
  assertEquals(
    latin1(body),
    `${part(500_000, 500_099)}${part(0, 9)}\r\n--${boundary}--\r\n`,
  );
});

Deno.test("a range behind the end answers 416 with the size", async () => {
  await using server = await serveVideo();
  const response = await fetch(server.url, { headers: { range: `bytes=${VIDEO.length}-` } });
  assertEquals(response.status, 416);
  assertEquals(response.headers.get("content-range"), `bytes */${VIDEO.length}`);
  assertEquals(response.headers.get("cache-control"), null);
  assertEquals((await bytesOf(response)).length, 0);
});

Deno.test("a browser that knows the video gets 304 with the headers that renew its copy", async () => {
  await using server = await serveVideo();
  const first = await fetch(server.url, { method: "HEAD" });
  const conditions: HeadersInit[] = [
    { "if-none-match": first.headers.get("etag") ?? "" },
    { "if-modified-since": first.headers.get("last-modified") ?? "" },
  ];
  for (const headers of conditions) {
    for (const method of ["GET", "HEAD"]) {
      const response = await fetch(server.url, { method, headers });
      assertEquals(response.status, 304);
      assertEquals(response.headers.get("etag"), DESCRIPTION.etag);
      assertEquals(response.headers.get("last-modified"), LAST_MODIFIED);
      assertEquals(response.headers.get("cache-control"), DESCRIPTION["cache-control"]);
      assertEquals(response.headers.get("content-type"), null);
      assertEquals((await bytesOf(response)).length, 0);
    }
  }
});

Deno.test("a condition that fails answers 412 without the video", async () => {
  await using server = await serveVideo();
  const conditions: HeadersInit[] = [
    { "if-match": '"other"' },
    { "if-unmodified-since": "Thu, 01 Jan 2026 00:00:00 GMT" },
  ];
  for (const headers of conditions) {
    const response = await fetch(server.url, { headers });
    assertEquals(response.status, 412);
    assertEquals((await bytesOf(response)).length, 0);
  }
});

Deno.test("a resumed download goes on only if the video is the same", async () => {
  await using server = await serveVideo();
  const resume = (ifRange: string) => {
    return fetch(server.url, { headers: { range: "bytes=700000-", "if-range": ifRange } });
  };
  const same = await resume(DESCRIPTION.etag);
  assertEquals([same.status, (await bytesOf(same)).length], [206, 1]);
  const other = await resume('"other"');
  assertEquals([other.status, (await bytesOf(other)).length], [200, VIDEO.length]);
});

Deno.test("an empty video answers 200 whatever the range", async () => {
  await using server = await serveVideo(new Uint8Array());
  for (const range of ["bytes=0-", "bytes=-5"]) {
    const response = await fetch(server.url, { headers: { range } });
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-length"), "0");
    assertEquals((await bytesOf(response)).length, 0);
  }
});

Deno.test("a video dated in the future is sent with today's date", async () => {
  await using server = await serveVideo();
  const future = new Date(Date.now() + 86_400_000);
  await Deno.utime(server.path, future, future);
  const response = await fetch(server.url, { method: "HEAD" });
  const sent = Date.parse(response.headers.get("last-modified") ?? "");
  assertEquals(sent <= Date.now(), true, response.headers.get("last-modified") ?? "");
});

Deno.test("a video that was swapped by hand has another tag", async () => {
  await using server = await serveVideo();
  const before = (await fetch(server.url, { method: "HEAD" })).headers.get("etag");
  await Deno.writeFile(server.path, VIDEO.slice().reverse());
  const after = (await fetch(server.url, { method: "HEAD" })).headers.get("etag");
  assertNotEquals(before, after);
});

Deno.test({
  name: "a viewer who leaves midway leaves no file open",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const large = new Uint8Array(24_000_000);
    const ranges = ["bytes=0-", "bytes=0-23000000", "bytes=0-11000000,11000001-23000000"];
    for (const range of [undefined, ...ranges]) {
      await using server = await serveVideo(large);
      await watchBeginning(server, range);
      await server.shutdown();
      // A read that is under way in a thread of the runtime keeps its copy a moment longer.
      await eventually(async () => assertEquals(await countOpen(server.path), 0, range));
    }
  },
});

/** Asks for the video, reads a little of it and hangs up. */
async function watchBeginning(server: VideoServer, range: string | undefined): Promise<void> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: server.address.port });
  const condition = range ? `Range: ${range}` : "Accept: */*";
  const lines = [`GET /videos/${NAME} HTTP/1.1`, "Host: lounge", condition, "", ""];
  await connection.write(new TextEncoder().encode(lines.join("\r\n")));
  await connection.read(new Uint8Array(1000));
  assertNotEquals(await countOpen(server.path), 0, range);
}

/** How many descriptors of this process are open on a file. */
async function countOpen(path: string): Promise<number> {
  const targets = [];
  for await (const { name } of Deno.readDir("/proc/self/fd")) {
    targets.push(await Deno.readLink(`/proc/self/fd/${name}`).catch(() => ""));
  }
  return targets.filter((target) => target === path).length;
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
