import { assert, assertEquals } from "@std/assert";
import { eventStream } from "../../../server/protocol/event_stream.ts";

const NEVER = 1_000_000;
const TIMES = { heartbeatMs: NEVER, lifetimeMs: NEVER, retryMs: 2000 };

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

Deno.test("a silent stream sends comments", async () => {
  const response = eventStream((_send, signal) => aborted(signal), { ...TIMES, heartbeatMs: 1 });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader?.read();
  const second = await reader?.read();
  assertEquals([first?.value, second?.value], ["retry: 2000\n\n", ":\n\n"]);
  await reader?.cancel();
});

Deno.test("a stream whose time is up ends cleanly and stops its source", async () => {
  let isStopped = false;
  const response = eventStream(async (_send, signal) => {
    await aborted(signal);
    isStopped = true;
  }, { ...TIMES, lifetimeMs: 1 });
  assertEquals(await response.text(), "retry: 2000\n\n");
  assert(isStopped);
});

Deno.test("a client that leaves stops the source; what it still sends goes nowhere", async () => {
  const left = Promise.withResolvers<void>();
  const response = eventStream(async (send, signal) => {
    await aborted(signal);
    send({ type: "late", data: null });
    left.resolve();
  }, TIMES);
  await response.body?.cancel();
  await left.promise;
});
