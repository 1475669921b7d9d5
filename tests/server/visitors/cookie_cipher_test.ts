import { assertEquals, assertNotEquals } from "@std/assert";
import * as v from "valibot";
import { CookieCipher } from "../../../server/visitors/cookie_cipher.ts";

const Name = v.object({ name: v.string() });

function makeCipher(fill = 7) {
  const time = { now: 1_800_000_000_000 };
  return { time, cipher: new CookieCipher(new Uint8Array(32).fill(fill), () => time.now) };
}

Deno.test("an encrypted value opens as it was, and shows nothing of itself", async () => {
  const { cipher } = makeCipher();
  const text = await cipher.encrypt({ name: "ada" }, { purpose: "session", lifetimeSeconds: 60 });
  assertEquals(await cipher.decrypt(text, { purpose: "session", schema: Name }), { name: "ada" });
  assertEquals([text.includes("ada"), text.includes(btoa("ada"))], [false, false]);
  const again = await cipher.encrypt({ name: "ada" }, { purpose: "session", lifetimeSeconds: 60 });
  assertNotEquals(again, text, "the same value encrypts to the same text");
});

Deno.test("what is over, of another purpose, of another shape or another instance does not open", async () => {
  const { cipher, time } = makeCipher();
  const text = await cipher.encrypt({ name: "ada" }, { purpose: "session", lifetimeSeconds: 60 });
  const session = { purpose: "session", schema: Name } as const;
  assertEquals(await cipher.decrypt(text, { ...session, purpose: "own-token" }), undefined);
  assertEquals(
    await cipher.decrypt(text, { ...session, schema: v.object({ id: v.string() }) }),
    undefined,
  );
  assertEquals(await makeCipher(8).cipher.decrypt(text, session), undefined);
  time.now += 59_000;
  assertEquals(await cipher.decrypt(text, session), { name: "ada" });
  time.now += 2_000;
  assertEquals(await cipher.decrypt(text, session), undefined);
});

Deno.test("a text with any of its characters changed does not open", async () => {
  const { cipher } = makeCipher();
  const text = await cipher.encrypt({ name: "ada" }, { purpose: "session", lifetimeSeconds: 60 });
  for (let place = 0; place < text.length - 1; place += 7) {
    const changed = text.slice(0, place) + (text[place] === "A" ? "B" : "A") +
      text.slice(place + 1);
    assertEquals(await cipher.decrypt(changed, { purpose: "session", schema: Name }), undefined);
  }
});
