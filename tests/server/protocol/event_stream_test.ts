import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { eventStream } from "../../../server/protocol/event_stream.ts";

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}

Deno.test("events carry number, type and data, after a hint when to come back", async () => {
  const response = eventStream((send) => {
    send({ id: 1, type: "queued", data: { at: 5, type: "queued" } });
    send({ type: "problem", data: { detail: "two\nlines" } });
    return Promise.resolve();
  });
  assertEquals(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
  assertEquals(response.headers.get("cache-control"), "no-store");
  assertEquals(response.headers.get("x-accel-buffering"), "no");
  assertEquals(
    await response.text(),
    "retry: 2000\n\n" +
      'id: 1\nevent: queued\ndata: {"at":5,"type":"queued"}\n\n' +
      'event: problem\ndata: {"detail":"two\\nlines"}\n\n',
  );
});

Deno.test("a silent stream sends a comment every fifteen seconds", async () => {
  using time = new FakeTime();
  const response = eventStream((_send, signal) => aborted(signal));
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  assertEquals((await reader?.read())?.value, "retry: 2000\n\n");
  for (let comments = 0; comments < 3; comments++) {
    const comment = reader?.read();
    time.tick(15_000);
    assertEquals((await comment)?.value, ":\n\n");
  }
  await reader?.cancel();
});

Deno.test("a stream whose five minutes are up ends cleanly and stops its source", async () => {
  using time = new FakeTime();
  const source = Promise.withResolvers<AbortSignal>();
  const response = eventStream(async (_send, signal) => {
    source.resolve(signal);
    await aborted(signal);
  });
  const signal = await source.promise;
  time.tick(5 * 60_000 - 1);
  assertFalse(signal.aborted);
  time.tick(1);
  assert(signal.aborted);
  assertMatch(await response.text(), /^retry: 2000\n\n(:\n\n)+$/);
});

Deno.test("a client that leaves stops the source; what it still sends goes nowhere", async () => {
  const left = Promise.withResolvers<void>();
  const response = eventStream(async (send, signal) => {
    await aborted(signal);
    send({ type: "late", data: null });
    left.resolve();
  });
  await response.body?.cancel();
  await left.promise;
});
