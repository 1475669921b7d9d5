import { assertEquals } from "@std/assert";
import { GenerationNotifier } from "../../../server/generation/generation_notifier.ts";

const FOREVER = { signal: new AbortController().signal, timeoutMs: 2 ** 30 };

Deno.test("changes between two looks are not missed, and are told once", async () => {
  const notifier = new GenerationNotifier();
  using listener = notifier.listen("a");
  notifier.notify("a");
  notifier.notify("a");
  await listener.next(FOREVER);
  await listener.next({ ...FOREVER, timeoutMs: 0 });
  const waiting = listener.next(FOREVER);
  notifier.notify("a");
  await waiting;
});

Deno.test("each topic has its own listeners", async () => {
  const notifier = new GenerationNotifier();
  using one = notifier.listen("a");
  using work = notifier.listenForWork();
  const told: string[] = [];
  const waiting = [
    one.next(FOREVER).then(() => told.push("a")),
    work.next(FOREVER).then(() => told.push("work")),
  ];
  notifier.notifyWork();
  await waiting[1];
  assertEquals(told, ["work"]);
  notifier.notify("a");
  await waiting[0];
});

Deno.test("a wait ends with its signal, and no listener stays after its disposal", async () => {
  const notifier = new GenerationNotifier();
  const leaving = new AbortController();
  {
    using listener = notifier.listen("a");
    using _other = notifier.listen("a");
    assertEquals(notifier.listenerCount, 2);
    const waiting = listener.next({ ...FOREVER, signal: leaving.signal });
    leaving.abort();
    await waiting;
    await listener.next({ ...FOREVER, signal: leaving.signal });
  }
  assertEquals(notifier.listenerCount, 0);
  notifier.notify("a");
});
