import { assert, assertEquals } from "@std/assert";
import { Following } from "../../../server/generation/following.ts";
import { WaitingLine } from "../../../server/generation/waiting_line.ts";
import { PATIENCE_MS } from "../../patience.ts";
import { ANNA, FOREVER, type Harness, openHarness } from "./generation_harness.ts";

for (const arrival of ["before", "after"] as const) {
  for (const afterSeq of [0, 1]) {
    Deno.test(`an event that is stored just ${arrival} the view is read comes once, and then its view, after ${afterSeq}`, async () => {
      await using harness = await openHarness();
      const { id } = await harness.service.submit(await harness.request());
      const arrives = once(() => start(harness));
      let looks = 0;
      const told = openFollowing(harness).follow(id, {
        afterSeq,
        async look() {
          assert(++looks < 5, "it looks again and again");
          if (arrival === "before") await arrives();
          const view = await harness.service.view(id, ANNA);
          if (arrival === "after") await arrives();
          return view;
        },
        show: ({ seq, at }) => ({ seq, at, event: { type: "queued" } }),
        signal: FOREVER,
      });
      const seen: string[] = [];
      for await (const next of told) {
        seen.push(
          next.kind === "event" ? `event ${next.event.seq}` : `view ${next.view.lastEvent}`,
        );
        if (next.kind === "view") break;
      }
      assertEquals(seen, ["event 1", "event 2", "view 2"].slice(afterSeq));
    });
  }
}

/** Following that looks again only when it is told to. */
function openFollowing({ stores: { library }, notifier }: Harness): Following {
  const line = new WaitingLine(library, Date.now);
  const log = { info() {}, error() {} };
  return new Following({ library, notifier, line, log, pollMs: PATIENCE_MS });
}

/** Stores the event that a queued generation starts. */
async function start({ stores }: Harness): Promise<void> {
  const limits = { maxRunning: 1, maxRunningPerVisitor: 1, leaseMs: 60_000 };
  assert(await stores.queue.claim({ ...limits, owner: "another process", now: Date.now() }));
}

/** Does `work` the first time it is called, and nothing later. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => done ??= work();
}
