import { assertEquals } from "@std/assert";
import type { AccountStore } from "../../../server/visitors/account_store.ts";
import type { TestedGenerationStore } from "./generation_store_contract.ts";
import {
  add,
  addFinished,
  claim,
  eventTypes,
  NO_LIMIT,
  NOON,
  RELEASED,
  sample,
  SUCCEEDED,
  tokenOf,
} from "./generation_store_contract/samples.ts";

const ANNA = { issuer: "https://hub.example", subject: "anna" };
const BEN = { issuer: "https://hub.example", subject: "ben" };

/** Accounts beside the generations that are in their libraries. */
export interface TestedAccountStore extends TestedGenerationStore {
  readonly accounts: AccountStore;
  /** The same, as another process has it. */
  readonly otherAccounts: AccountStore;
}

type RegisterTest = (title: string, run: (tested: TestedAccountStore) => Promise<void>) => void;

/** The promises of `AccountStore`, checked on one implementation. */
export function testAccountStore(name: string, create: () => Promise<TestedAccountStore>): void {
  const test: RegisterTest = (title, run) => {
    Deno.test(`${name} ${title}`, async () => {
      await using tested = await create();
      await run(tested);
    });
  };
  testOpening(test);
  testMoving(test);
  testWorkOnTheMove(test);
}

/** An account that has signed in before, from another device. */
async function known(accounts: AccountStore): Promise<string> {
  const { libraryId } = await accounts.open({ ...ANNA, visitorId: "phone", now: NOON });
  return libraryId;
}

function testOpening(test: RegisterTest): void {
  test("gives a new account a library of its own, with all that the visitor has", async ({ store, accounts, otherAccounts }) => {
    assertEquals(await accounts.libraryOf(ANNA, NOON), undefined);
    const { id } = await add(store, { visitorId: "laptop" });
    const { libraryId, claimed } = await accounts.open({ ...ANNA, visitorId: "laptop", now: NOON });
    // Whoever knew the visitor's id must not know the account's.
    assertEquals([claimed, libraryId === "laptop"], [1, false]);
    assertEquals(await otherAccounts.libraryOf(ANNA, NOON), libraryId);
    assertEquals((await store.library.find(id))?.visitorId, libraryId);
    assertEquals(await store.library.listOf("laptop", { limit: 10 }), []);
    for (const visitorId of ["laptop", libraryId]) {
      const again = await accounts.open({ ...ANNA, visitorId, now: NOON + 1 });
      assertEquals(again, { libraryId, claimed: 0 });
    }
  });

  test("tells subjects of different issuers apart", async ({ accounts }) => {
    const one = await accounts.open({ ...ANNA, visitorId: "one", now: NOON });
    const elsewhere = { ...ANNA, issuer: "https://other.example" };
    assertEquals(await accounts.libraryOf(elsewhere, NOON), undefined);
    const two = await accounts.open({ ...elsewhere, visitorId: "one", now: NOON });
    assertEquals(await accounts.libraryOf(ANNA, NOON), one.libraryId);
    assertEquals(await accounts.libraryOf(elsewhere, NOON), two.libraryId);
    assertEquals(one.libraryId === two.libraryId, false);
  });

  test("never takes a library that is another account's", async ({ store, accounts }) => {
    const { libraryId: bens } = await accounts.open({ ...BEN, visitorId: "guest", now: NOON });
    const { id } = await add(store, { visitorId: bens });
    const fresh = await accounts.open({ ...ANNA, visitorId: bens, now: NOON });
    assertEquals([fresh.claimed, fresh.libraryId === bens], [0, false]);
    const again = await accounts.open({ ...ANNA, visitorId: bens, now: NOON });
    assertEquals(again, { libraryId: fresh.libraryId, claimed: 0 });
    assertEquals(await accounts.libraryOf(BEN, NOON), bens);
    assertEquals((await store.library.find(id))?.visitorId, bens);
  });

  test("forgets an account and leaves its library", async ({ store, accounts }) => {
    const visitorId = await known(accounts);
    const { id } = await add(store, { visitorId });
    assertEquals(await accounts.forget(BEN), false);
    assertEquals(await accounts.forget(ANNA), true);
    assertEquals(await accounts.forget(ANNA), false);
    assertEquals(await accounts.libraryOf(ANNA, NOON), undefined);
    assertEquals((await store.library.find(id))?.visitorId, visitorId);
  });

  test("opens a new account once, however many processes try", async ({ accounts, otherAccounts }) => {
    const opened = await Promise.all(Array.from({ length: 10 }, (_, index) => {
      const place = index % 2 ? accounts : otherAccounts;
      return place.open({ ...ANNA, visitorId: `device ${index}`, now: NOON });
    }));
    assertEquals(new Set(opened.map(({ libraryId }) => libraryId)).size, 1);
  });
}

function testMoving(test: RegisterTest): void {
  test("moves what a visitor has into the account's library", async ({ store, other, accounts }) => {
    const library = await known(accounts);
    const own = [
      await add(store, { visitorId: library }),
      await add(store, { visitorId: library }),
    ];
    // All of them at times that are taken there, one after the other.
    const moved: string[] = [];
    for (let index = 0; index < 3; index++) {
      moved.push((await add(store, { visitorId: "laptop" })).id);
    }
    const later = await add(store, { visitorId: "laptop", createdAt: NOON + 60_000 });
    const opened = await accounts.open({ ...ANNA, visitorId: "laptop", now: NOON });
    assertEquals(opened, { libraryId: library, claimed: 4 });
    const listed = await other.library.listOf(library, { limit: 10 });
    assertEquals(listed.map(({ createdAt }) => createdAt - NOON), [60_000, 4, 3, 2, 1, 0]);
    assertEquals(
      new Set(listed.map(({ id }) => id)),
      new Set([...own.map(({ id }) => id), ...moved, later.id]),
    );
    assertEquals(await other.library.listOf("laptop", { limit: 10 }), []);
  });

  test("moves keys, but none that the library has used", async ({ store, accounts }) => {
    const library = await known(accounts);
    const idempotency = (key: string) => ({ key, fingerprint: "F" });
    const inBoth = await add(store, { visitorId: library, idempotency: idempotency("both") });
    await add(store, { visitorId: "laptop", idempotency: idempotency("both") });
    const only = await add(store, { visitorId: "laptop", idempotency: idempotency("only") });
    await accounts.open({ ...ANNA, visitorId: "laptop", now: NOON });
    for (const [key, expected] of [["both", inBoth], ["only", only]] as const) {
      const again = sample({ visitorId: library, idempotency: idempotency(key) });
      const outcome = await store.admissions.add(again, NO_LIMIT);
      assertEquals(outcome.kind === "key-used" && outcome.generation.id, expected.id);
    }
    const stranger = sample({ visitorId: "laptop", idempotency: idempotency("only") });
    assertEquals((await store.admissions.add(stranger, NO_LIMIT)).kind, "added");
  });

  test("moves what was erased and what was spent", async ({ store, accounts }) => {
    const library = await known(accounts);
    const id = await addFinished(store, { visitorId: "laptop", estimatedMicroUsd: 5 });
    await store.library.erase(id, NOON);
    await accounts.open({ ...ANNA, visitorId: "laptop", now: NOON });
    assertEquals((await store.library.findTombstone(id))?.visitorId, library);
    const spend = { since: NOON - 1, maxVideosPerVisitor: 1 };
    const addition = sample({ visitorId: library });
    assertEquals(
      (await store.admissions.add(addition, { maxQueued: 9, spend })).kind,
      "spend-limit",
    );
  });
}

function testWorkOnTheMove(test: RegisterTest): void {
  test("keeps the better place in the queue", async ({ store, accounts }) => {
    const library = await known(accounts);
    const first = await add(store, { visitorId: "laptop", createdAt: NOON + 9 });
    await add(store, { visitorId: "stranger" });
    const own = await add(store, { visitorId: library });
    await accounts.open({ ...ANNA, visitorId: "laptop", now: NOON });
    // The library's older one goes first, at the place that the laptop had.
    const order = [await claim(store), await claim(store), await claim(store)];
    assertEquals(order.map(({ visitorId }) => visitorId), [library, "stranger", library]);
    assertEquals([order[0]?.id, order[2]?.id], [own.id, first.id]);
  });

  test("lines a library up that was not waiting", async ({ store, accounts }) => {
    const library = await known(accounts);
    const { id } = await add(store, { visitorId: "laptop" });
    await accounts.open({ ...ANNA, visitorId: "laptop", now: NOON });
    assertEquals((await store.library.queueOrder())[0], id);
    assertEquals((await claim(store)).visitorId, library);
    assertEquals(await store.library.queueOrder(), []);
  });

  test("lets a runner go on with what is moved under its hands", async ({ store, accounts }) => {
    const library = await known(accounts);
    const { id } = await add(store, { visitorId: "laptop" });
    const token = tokenOf(await claim(store));
    await accounts.open({ ...ANNA, visitorId: "laptop", now: NOON });
    assertEquals((await store.queue.renew(token, NOON + 90_000)).isHeld, true);
    await store.queue.noteSaving(token, NOON);
    assertEquals(await store.queue.settle(token, SUCCEEDED, NOON), true);
    assertEquals((await store.library.find(id))?.visitorId, library);
    assertEquals(await eventTypes(store, id), ["queued", "started", "saving", "succeeded"]);
  });

  test("ends the sessions that began before signing out everywhere", async ({ accounts }) => {
    const { libraryId } = await accounts.open({ ...ANNA, visitorId: "phone", now: NOON });
    await accounts.signOutEverywhere(ANNA, NOON + 5);
    assertEquals(await accounts.libraryOf(ANNA, 0), undefined);
    assertEquals(await accounts.libraryOf(ANNA, NOON + 5), undefined);
    assertEquals(await accounts.libraryOf(ANNA, NOON + 6), libraryId);
  });

  test("puts what is released after the move back into the library's queue", async ({ store, accounts }) => {
    const library = await known(accounts);
    const { id } = await add(store, { visitorId: "laptop" });
    const token = tokenOf(await claim(store));
    await accounts.open({ ...ANNA, visitorId: "laptop", now: NOON });
    assertEquals(await store.queue.settle(token, RELEASED, NOON), true);
    assertEquals((await store.library.queueOrder())[0], id);
    assertEquals((await claim(store)).visitorId, library);
  });
}
