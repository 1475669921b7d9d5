/**
 * The queue of visitors with queued generations, as `QueueStore` promises it: each stands in it once,
 * and the lowest turn is next.
 */
import type { SqlTransaction } from "./sql_database.ts";

/** The visitor joins at the end of the queue, or keeps their place. */
export async function joinQueue(tx: SqlTransaction, visitorId: string): Promise<void> {
  await tx.run(
    `insert into waiting_visitors (visitor_id, turn)
    select cast($visitorId as text), coalesce(max(turn), 0) + 1 from waiting_visitors where true
    on conflict (visitor_id) do nothing`,
    { visitorId },
  );
}

/** The visitor goes to the front of the queue. */
export async function joinFront(tx: SqlTransaction, visitorId: string): Promise<void> {
  await tx.run(
    `insert into waiting_visitors (visitor_id, turn)
    select cast($visitorId as text), coalesce(min(turn), 0) - 1 from waiting_visitors where true
    on conflict (visitor_id) do update set turn = excluded.turn`,
    { visitorId },
  );
}

/** The visitor, whose turn it was, goes to the end of the queue. */
export async function goToEnd(tx: SqlTransaction, visitorId: string): Promise<void> {
  await tx.run(
    `update waiting_visitors set turn = (select max(turn) + 1 from waiting_visitors)
    where visitor_id = $visitorId`,
    { visitorId },
  );
}

/** The visitor leaves the queue when nothing of theirs is queued any more. */
export async function leaveQueue(tx: SqlTransaction, visitorId: string): Promise<void> {
  await tx.run(
    `delete from waiting_visitors where visitor_id = $visitorId and not exists (
      select 1 from generations where visitor_id = $visitorId and state = 'queued')`,
    { visitorId },
  );
}

/** All that `from` has in the queue becomes `to`'s, who keeps the better of both places. */
export async function mergePlaces(
  tx: SqlTransaction,
  move: { readonly from: string; readonly to: string },
): Promise<void> {
  await tx.run(
    `insert into waiting_visitors (visitor_id, turn)
    select cast($to as text), turn from waiting_visitors where visitor_id = $from
    on conflict (visitor_id) do update
      set turn = case when excluded.turn < waiting_visitors.turn then excluded.turn
        else waiting_visitors.turn end`,
    { from: move.from, to: move.to },
  );
  await tx.run("delete from waiting_visitors where visitor_id = $from", { from: move.from });
}
