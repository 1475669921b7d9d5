import type { HeldGeneration } from "../../generation/generation.ts";
import type { Claimant, ClaimOptions } from "../../generation/ports/queue_store.ts";
import { append } from "./generation_changes.ts";
import { toHeldGeneration } from "./generation_row.ts";
import { readerOf } from "./row_reader.ts";
import type { SqlTransaction } from "./sql_database.ts";
import { goToEnd, leaveQueue } from "./waiting_queue.ts";

/** See `QueueStore.claim`. */
export async function claimNext(
  tx: SqlTransaction,
  options: ClaimOptions,
): Promise<HeldGeneration | undefined> {
  if (await countRunning(tx) >= options.maxRunning) return undefined;
  const next = await tx.row(
    `select (select id from generations
        where state = 'queued' and visitor_id = w.visitor_id
        order by created_at limit 1) as id
    from waiting_lines l cross join waiting_visitors w
    where w.line = l.line and (select count(*) from generations
        where state in ('running', 'saving') and visitor_id = w.visitor_id) < $maxRunningPerVisitor
    order by l.turn, w.turn limit 1`,
    { maxRunningPerVisitor: options.maxRunningPerVisitor },
  );
  return next && await startAttempt(tx, readerOf(next).text("id"), options);
}

/** See `QueueStore.claimLost`. */
export async function claimLost(
  tx: SqlTransaction,
  { owner, now, leaseMs, isReopened = false }: Claimant & { readonly isReopened?: boolean },
): Promise<HeldGeneration | undefined> {
  // No lease is longer, so that the clock was set back: who is alive renews it, the others are lost.
  await tx.run("update generations set lease_until = $longest where lease_until > $longest", {
    longest: now + leaseMs,
  });
  // What was reopened has a lease that ended with the epoch.
  const lost = await tx.row(
    "select id from generations where lease_until <= $endedBy order by lease_until limit 1",
    { endedBy: isReopened ? 0 : now },
  );
  if (!lost) return undefined;
  const id = readerOf(lost).text("id");
  const taken = await tx.row(
    `update generations set attempt = attempt + 1, lease_owner = $owner, lease_until = $until,
      awaits_token = 0
    where id = $id returning attempt`,
    { id, owner, until: now + leaseMs },
  );
  return await noteStart(tx, id, { attempt: readerOf(taken).number("attempt"), at: now });
}

/** What waits for its visitor's token takes no one else's place. */
async function countRunning(tx: SqlTransaction): Promise<number> {
  const row = await tx.row(
    `select count(*) as generations from generations
    where state in ('running', 'saving') and awaits_token = 0`,
  );
  return readerOf(row).number("generations");
}

async function startAttempt(
  tx: SqlTransaction,
  id: string,
  { owner, now, leaseMs }: Claimant,
): Promise<HeldGeneration> {
  const started = readerOf(
    await tx.row(
      `update generations set state = 'running', attempt = attempt + 1, started_at = $now,
        lease_owner = $owner, lease_until = $until, submission = $submission
      where id = $id returning attempt, visitor_id`,
      {
        ...{ id, now, owner },
        until: now + leaseMs,
        submission: JSON.stringify({ kind: "not-sent" }),
      },
    ),
  );
  const visitorId = started.text("visitor_id");
  await goToEnd(tx, visitorId);
  await leaveQueue(tx, visitorId);
  return await noteStart(tx, id, { attempt: started.number("attempt"), at: now });
}

async function noteStart(
  tx: SqlTransaction,
  id: string,
  { attempt, at }: { readonly attempt: number; readonly at: number },
): Promise<HeldGeneration> {
  await append(tx, id, { event: { type: "started", attempt }, at });
  return toHeldGeneration(await tx.row("select * from generations where id = $id", { id }));
}
