import { assertEquals, assertRejects } from "@std/assert";
import { Turns } from "../../../server/generation/turns.ts";

Deno.test("actions of one key wait for each other, also after a failure; other keys do not wait", async () => {
  const turns = new Turns();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const failing = turns.take("a", async () => {
    await first.promise;
    order.push("first");
    throw new Error("broken");
  });
  const second = turns.take("a", () => Promise.resolve(order.push("second")));
  await turns.take("b", () => Promise.resolve(order.push("other")));
  assertEquals(order, ["other"]);
  first.resolve();
  await assertRejects(() => failing, Error, "broken");
  assertEquals(await second, 3);
  assertEquals(order, ["other", "first", "second"]);
});
