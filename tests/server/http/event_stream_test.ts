import { assert, assertEquals, assertMatch } from "@std/assert";
import { CanceledError } from "../../../server/generation/errors.ts";
import { eventStream } from "../../../server/http/event_stream.ts";

const options = { leaveReason: () => new CanceledError() };

Deno.test("an event stream sends what is reported, in order, and ends with its work", async () => {
  const response = eventStream((send) => {
    send("progress", { message: "line\nbreak" });
    send("done", { id: 1 });
    return Promise.resolve();
  }, options);
  assertEquals(Object.fromEntries(response.headers), {
    "cache-control": "no-store",
    "content-type": "text/event-stream; charset=utf-8",
    "x-accel-buffering": "no",
  });
  assertEquals(
    await response.text(),
    'event: progress\ndata: {"message":"line\\nbreak"}\n\nevent: done\ndata: {"id":1}\n\n',
  );
});

Deno.test("a client that leaves aborts the work with the reason given, and is sent nothing more", async () => {
  const aborted = Promise.withResolvers<unknown>();
  const ended = Promise.withResolvers<void>();
  const response = eventStream(async (send, signal) => {
    signal.addEventListener("abort", () => aborted.resolve(signal.reason));
    await aborted.promise;
    send("problem", {});
    ended.resolve();
  }, options);
  await response.body?.cancel();
  assert(await aborted.promise instanceof CanceledError);
  await ended.promise;
});

Deno.test("an event stream breathes while nothing happens, and stops when its work ends", async () => {
  const work = Promise.withResolvers<void>();
  const response = eventStream(() => work.promise, { ...options, heartbeatMs: 1 });
  let text = "";
  assert(response.body);
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.length >= 9) work.resolve();
  }
  assertMatch(text, /^(:\n\n){3,}$/);
});
