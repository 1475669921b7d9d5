import { assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../server/errors.ts";
import { GenerationNotifier } from "../../../server/generation/generation_notifier.ts";
import type { HeldGeneration } from "../../../server/generation/generation.ts";
import type { QueueStore } from "../../../server/generation/ports/queue_store.ts";
import { Claim } from "../../../server/generation/run/claim.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";

const LEASE_MS = 15_000;

/** A claim on a queue that cannot be written to until the test says so. */
function openClaim() {
  const clock = new ManualClock();
  const state = { isBusy: true, asked: 0 };
  const ask = <Answer>(answer: Answer): Promise<Answer> => {
    state.asked++;
    return state.isBusy
      ? Promise.reject(new StorageError("storage-busy"))
      : Promise.resolve(answer);
  };
  const queue: Partial<QueueStore> = {
    settle: () => ask(true),
    renew: () => ask({ isHeld: true, isCancelRequested: false }),
  };
  const lease = { owner: "me", until: clock.now() + LEASE_MS };
  const generation = { id: "g", attempt: 1, lease, submission: { kind: "sent" } };
  const claim = new Claim(generation as unknown as HeldGeneration, {
    queue: queue as QueueStore,
    library: { find: () => Promise.resolve(undefined) },
    notifier: new GenerationNotifier(),
    clock,
    log: { info() {}, error() {} },
    leaseMs: LEASE_MS,
    isRepeatable: false,
  });
  return { claim, clock, state };
}

Deno.test("a lease that cannot be renewed because the database is locked is not lost", async () => {
  const { claim, clock, state } = openClaim();
  clock.advance(2 * LEASE_MS);
  await claim.renew();
  assertEquals([claim.signal.aborted, state.asked], [false, 1]);
});

Deno.test("the end of a generation is written once the database is free, however long that takes", async () => {
  const { claim, state } = openClaim();
  const settled = claim.settle({ type: "canceled", charged: "no" });
  while (state.asked < 10) await undefined;
  state.isBusy = false;
  await settled;
});

Deno.test("a server that stops waits for no locked database", async () => {
  const { claim } = openClaim();
  claim.letGo();
  await assertRejects(() => claim.settle({ type: "canceled", charged: "no" }), StorageError);
});
