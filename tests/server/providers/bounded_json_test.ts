import { assertEquals } from "@std/assert";
import { parseBoundedJson, readBoundedText } from "../../../server/providers/bounded_json.ts";

const KIB = 1024;
const LIMIT = 256 * KIB;

Deno.test("JSON is read as JSON.parse reads it, whatever its strings hold", () => {
  for (
    const value of [
      null,
      7,
      "text",
      [],
      { a: [{ b: '[[[{{{,,,"' }, "\\", '\\"', "\\\\"], "c\n[": true },
      ["\\".repeat(1001), '"', "]".repeat(5000)],
    ]
  ) {
    assertEquals(parseBoundedJson(JSON.stringify(value)), value);
  }
  for (const text of ["", "{", '{"a":', '"open', "<html>"]) {
    assertEquals(parseBoundedJson(text), undefined);
  }
});

Deno.test("what is too deep or has too many values is told before anything is built of it", () => {
  const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  assertEquals(parseBoundedJson(deep(33)), undefined);
  assertEquals(Array.isArray(parseBoundedJson(deep(32))), true);
  assertEquals(parseBoundedJson(`[${"1,".repeat(10_000)}1]`), undefined);
  assertEquals(parseBoundedJson(`{"status":${"[".repeat(10_000_000)}`), undefined);
  assertEquals(parseBoundedJson(`{"a":"data:","b":${"1".repeat(300_000)}}`), undefined);
});

Deno.test("an answer is read to its bound, and further only where a data address has begun", async () => {
  const read = (text: string, mayHoldVideo: boolean) =>
    readBoundedText(new Response(text), { mayHoldVideo });
  const plain = `{"status":"${"x".repeat(LIMIT)}"}`;
  const video = `{"outputs":["data:video/mp4;base64,${"A".repeat(2 * LIMIT)}"]}`;
  assertEquals((await read(plain.slice(0, LIMIT), false))?.length, LIMIT);
  assertEquals(await read(plain, false), undefined);
  assertEquals(await read(plain, true), undefined);
  assertEquals(await read(video, false), undefined);
  assertEquals((await read(video, true))?.length, video.length);
});

Deno.test("an answer that does not end is left unread beyond 32 MB, a video or not", async () => {
  let sent = 0;
  const chunk = new TextEncoder().encode("A".repeat(64 * KIB));
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const first = new TextEncoder().encode('{"video":{"url":"data:video/mp4;base64,');
      controller.enqueue(sent === 0 ? first : chunk);
      sent += chunk.length;
    },
  });
  assertEquals(await readBoundedText(new Response(body), { mayHoldVideo: true }), undefined);
  assertEquals(sent < 33 * KIB * KIB, true);
});
