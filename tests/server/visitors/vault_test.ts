import { assertEquals, assertNotEquals } from "@std/assert";
import * as v from "valibot";
import { Vault } from "../../../server/visitors/vault.ts";

const Name = v.object({ name: v.string() });

function makeVault(fill = 7) {
  const time = { now: 1_800_000_000_000 };
  return { time, vault: new Vault(new Uint8Array(32).fill(fill), () => time.now) };
}

Deno.test("a locked value opens as it was, and shows nothing of itself", async () => {
  const { vault } = makeVault();
  const text = await vault.lock({ name: "ada" }, { purpose: "session", lifetimeSeconds: 60 });
  assertEquals(await vault.open(text, { purpose: "session", schema: Name }), { name: "ada" });
  assertEquals([text.includes("ada"), text.includes(btoa("ada"))], [false, false]);
  const again = await vault.lock({ name: "ada" }, { purpose: "session", lifetimeSeconds: 60 });
  assertNotEquals(again, text, "the same value locks to the same text");
});

Deno.test("what is over, of another purpose, of another shape or another instance does not open", async () => {
  const { vault, time } = makeVault();
  const text = await vault.lock({ name: "ada" }, { purpose: "session", lifetimeSeconds: 60 });
  const session = { purpose: "session", schema: Name } as const;
  assertEquals(await vault.open(text, { ...session, purpose: "own-token" }), undefined);
  assertEquals(
    await vault.open(text, { ...session, schema: v.object({ id: v.string() }) }),
    undefined,
  );
  assertEquals(await makeVault(8).vault.open(text, session), undefined);
  time.now += 59_000;
  assertEquals(await vault.open(text, session), { name: "ada" });
  time.now += 2_000;
  assertEquals(await vault.open(text, session), undefined);
});

Deno.test("a text with any of its characters changed does not open", async () => {
  const { vault } = makeVault();
  const text = await vault.lock({ name: "ada" }, { purpose: "session", lifetimeSeconds: 60 });
  for (let place = 0; place < text.length - 1; place += 7) {
    const changed = text.slice(0, place) + (text[place] === "A" ? "B" : "A") +
      text.slice(place + 1);
    assertEquals(await vault.open(changed, { purpose: "session", schema: Name }), undefined);
  }
});
