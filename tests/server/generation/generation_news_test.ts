import { assertEquals } from "@std/assert";
import { GenerationNews } from "../../../server/generation/generation_news.ts";

const FOREVER = { signal: new AbortController().signal, timeoutMs: 2 ** 30 };

Deno.test("news between two looks are not missed, and are told once", async () => {
  const news = new GenerationNews();
  using listener = news.listen("a");
  news.announce("a");
  news.announce("a");
  await listener.next(FOREVER);
  await listener.next({ ...FOREVER, timeoutMs: 0 });
  const waiting = listener.next(FOREVER);
  news.announce("a");
  await waiting;
});

Deno.test("each topic has its own listeners", async () => {
  const news = new GenerationNews();
  using one = news.listen("a");
  using work = news.listenForWork();
  const told: string[] = [];
  const waiting = [
    one.next(FOREVER).then(() => told.push("a")),
    work.next(FOREVER).then(() => told.push("work")),
  ];
  news.announceWork();
  await waiting[1];
  assertEquals(told, ["work"]);
  news.announce("a");
  await waiting[0];
});

Deno.test("a wait ends with its signal, and no listener stays after its disposal", async () => {
  const news = new GenerationNews();
  const leaving = new AbortController();
  {
    using listener = news.listen("a");
    using _other = news.listen("a");
    assertEquals(news.listenerCount, 2);
    const waiting = listener.next({ ...FOREVER, signal: leaving.signal });
    leaving.abort();
    await waiting;
    await listener.next({ ...FOREVER, signal: leaving.signal });
  }
  assertEquals(news.listenerCount, 0);
  news.announce("a");
});
