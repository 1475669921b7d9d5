import { assertEquals, assertRejects } from "@std/assert";
import { Remembered, type RememberedOptions } from "../../server/remembered.ts";

function open(options: Partial<RememberedOptions<string>> = {}) {
  const time = { now: 0 };
  const remembered = new Remembered<string>({ keepMs: 1000, now: () => time.now, ...options });
  const asked: string[] = [];
  let answer: () => Promise<string> = () => Promise.resolve("first");
  return {
    time,
    asked,
    remembered,
    answerWith: (next: () => Promise<string>) => answer = next,
    get: (key = "key") =>
      remembered.get(key, () => {
        asked.push(key);
        return answer();
      }),
  };
}

Deno.test("a value is found once by key and counts until its time is up", async () => {
  const { get, asked, time, answerWith } = open();
  assertEquals([await get(), await get(), await get("other")], ["first", "first", "first"]);
  time.now = 999;
  await get();
  assertEquals(asked, ["key", "other"]);
  time.now = 1000;
  answerWith(() => Promise.resolve("second"));
  assertEquals(await get(), "second");
  assertEquals(asked.length, 3);
});

Deno.test("whoever asks while a value is being found waits for the same, however long that takes", async () => {
  const { get, asked, time, answerWith } = open();
  const { promise, resolve } = Promise.withResolvers<string>();
  answerWith(() => promise);
  const first = get();
  time.now = 5000;
  const second = get();
  resolve("late");
  assertEquals([await first, await second], ["late", "late"]);
  assertEquals(asked.length, 1);
  time.now = 5999;
  assertEquals([await get(), asked.length], ["late", 1], "its time counts from when it was there");
});

Deno.test("a failure is told to all who wait for it, and kept from all who ask later", async () => {
  const { get, asked, answerWith } = open();
  answerWith(() => Promise.reject(new Error("not now")));
  const both = [get(), get()];
  for (const one of both) await assertRejects(() => one, Error, "not now");
  answerWith(() => Promise.resolve("second"));
  assertEquals([await get(), asked.length], ["second", 2]);
});

Deno.test("what is forgotten is found anew, even while it is being found", async () => {
  const { get, remembered, answerWith } = open();
  await get();
  remembered.forget("key");
  const { promise, resolve } = Promise.withResolvers<string>();
  answerWith(() => promise);
  const slow = get();
  remembered.forget("key");
  answerWith(() => Promise.resolve("newest"));
  assertEquals(await get(), "newest");
  resolve("old");
  assertEquals([await slow, await get()], ["old", "newest"]);
});

Deno.test("how long a value counts may depend on it", async () => {
  const { get, asked, time, answerWith } = open({
    keepMs: (value) => value === "first" ? 10 : 1000,
  });
  await get();
  time.now = 10;
  answerWith(() => Promise.resolve("second"));
  await get();
  time.now = 1009;
  assertEquals([await get(), asked.length], ["second", 2]);
});

Deno.test("where a stale value is served, only the first is waited for, and a failure changes nothing", async () => {
  const { get, asked, time, answerWith, remembered } = open({ servesStale: true });
  await get();
  time.now = 1000;
  answerWith(() => Promise.reject(new Error("not now")));
  assertEquals(await get(), "first");
  await remembered.settled();
  answerWith(() => Promise.resolve("second"));
  assertEquals(await get(), "first");
  await remembered.settled();
  assertEquals([await get(), asked.length], ["second", 3]);
});
