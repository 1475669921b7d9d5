import { assertEquals, assertRejects } from "@std/assert";
import { KeyedMutex } from "../../../server/generation/keyed_mutex.ts";

Deno.test("actions of one key wait for each other, also after a failure; other keys do not wait", async () => {
  const mutex = new KeyedMutex();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const failing = mutex.run("a", async () => {
    await first.promise;
    order.push("first");
    throw new Error("broken");
  });
  const second = mutex.run("a", () => Promise.resolve(order.push("second")));
  await mutex.run("b", () => Promise.resolve(order.push("other")));
  assertEquals(order, ["other"]);
  first.resolve();
  await assertRejects(() => failing, Error, "broken");
  assertEquals(await second, 3);
  assertEquals(order, ["other", "first", "second"]);
});
