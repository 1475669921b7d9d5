/**
 * The queue as `QueueStore` promises it: lines take turns, and within a line its visitors do. Each
 * visitor with queued generations stands in one line, each line with visitors in the queue; the lowest
 * turn is next.
 */
import type {
  AddOptions,
  AddOutcome,
  NewGeneration,
} from "../../generation/ports/admission_store.ts";
import { readerOf } from "./row_reader.ts";
import type { SqlReader, SqlRow, SqlTransaction } from "./sql_database.ts";

/** How long a stored video that was given out counts as one in progress. */
const CACHED_MS = 60_000;

/** Who waits, and in which line: that of their latest order. */
export interface Waiting {
  readonly visitorId: string;
  readonly line: string;
}

/** The visitor joins at the end of their line, and it at the end of the queue, or both keep places. */
export async function joinQueue(tx: SqlTransaction, { visitorId, line }: Waiting): Promise<void> {
  const before = await lineOf(tx, visitorId);
  await tx.run(
    `insert into waiting_visitors (visitor_id, line, turn)
    select cast($visitorId as text), cast($line as text), coalesce(max(turn), 0) + 1
    from waiting_visitors where true
    on conflict (visitor_id) do update set line = excluded.line`,
    { visitorId, line },
  );
  await tx.run(
    `insert into waiting_lines (line, turn)
    select cast($line as text), coalesce(max(turn), 0) + 1 from waiting_lines where true
    on conflict (line) do nothing`,
    { line },
  );
  await closeLine(tx, before);
}

/** The visitor goes to the front of their line, and it to the front of the queue. */
export async function joinFront(tx: SqlTransaction, { visitorId, line }: Waiting): Promise<void> {
  const before = await lineOf(tx, visitorId);
  await tx.run(
    `insert into waiting_visitors (visitor_id, line, turn)
    select cast($visitorId as text), cast($line as text), coalesce(min(turn), 0) - 1
    from waiting_visitors where true
    on conflict (visitor_id) do update set line = excluded.line, turn = excluded.turn`,
    { visitorId, line },
  );
  await tx.run(
    `insert into waiting_lines (line, turn)
    select cast($line as text), coalesce(min(turn), 0) - 1 from waiting_lines where true
    on conflict (line) do update set turn = excluded.turn`,
    { line },
  );
  await closeLine(tx, before);
}

/** The visitor, whose turn it was, goes to the end of their line, and it to the end of the queue. */
export async function goToEnd(tx: SqlTransaction, visitorId: string): Promise<void> {
  await tx.run(
    `update waiting_lines set turn = (select max(turn) + 1 from waiting_lines)
    where line = (select line from waiting_visitors where visitor_id = $visitorId)`,
    { visitorId },
  );
  await tx.run(
    `update waiting_visitors set turn = (select max(turn) + 1 from waiting_visitors)
    where visitor_id = $visitorId`,
    { visitorId },
  );
}

/** The visitor leaves the queue when nothing of theirs is queued any more. */
export async function leaveQueue(tx: SqlTransaction, visitorId: string): Promise<void> {
  const line = await lineOf(tx, visitorId);
  await tx.run(
    `delete from waiting_visitors where visitor_id = $visitorId and not exists (
      select 1 from generations where visitor_id = $visitorId and state = 'queued')`,
    { visitorId },
  );
  await closeLine(tx, line);
}

/** All that `from` has in the queue becomes `to`'s, who keeps the better of both places. */
export async function mergePlaces(
  tx: SqlTransaction,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const lines = [await lineOf(tx, from), await lineOf(tx, to)];
  await tx.run(
    `insert into waiting_visitors (visitor_id, line, turn)
    select cast($to as text), line, turn from waiting_visitors where visitor_id = $from
    on conflict (visitor_id) do update
      set line = case when excluded.turn < waiting_visitors.turn then excluded.line
          else waiting_visitors.line end,
        turn = case when excluded.turn < waiting_visitors.turn then excluded.turn
          else waiting_visitors.turn end`,
    { from, to },
  );
  await tx.run("delete from waiting_visitors where visitor_id = $from", { from });
  for (const line of lines) await closeLine(tx, line);
}

/** The refusal of an addition for which the queue has no place, in the addition's transaction. */
export async function findFullQueue(
  tx: SqlTransaction,
  { visitorId, line, cachedVideo, createdAt }: NewGeneration,
  { maxQueued, maxQueuedOfAll = Infinity }: AddOptions,
): Promise<AddOutcome | undefined> {
  const own = await countUnfinished(tx, visitorId) +
    await countCached(tx, visitorId, createdAt - CACHED_MS);
  if (own >= maxQueued) return { kind: "queue-full" };
  if (cachedVideo) return undefined;
  if (line !== undefined && await countOfLine(tx, line) >= maxQueued) return { kind: "queue-full" };
  if (await countQueued(tx) >= maxQueuedOfAll) return { kind: "whole-queue-full" };
  return undefined;
}

/** The ids of all that is queued, the next to be claimed first. */
export async function readQueueOrder(reader: SqlReader): Promise<readonly string[]> {
  const queued = await reader.rows(
    `select id, visitor_id from generations where state = 'queued'
    order by visitor_id, created_at`,
  );
  const waiting = await reader.rows(
    `select w.line, w.visitor_id from waiting_lines l
    join waiting_visitors w on w.line = l.line order by l.turn, w.turn`,
  );
  return orderOf(queued, waiting);
}

/** How many of a visitor's are queued, running or saving. */
export async function countUnfinished(tx: SqlTransaction, visitorId: string): Promise<number> {
  const row = await tx.row(
    `select count(*) as generations from generations
    where visitor_id = $visitorId and state in ('queued', 'running', 'saving')`,
    { visitorId },
  );
  return readerOf(row).number("generations");
}

async function lineOf(tx: SqlTransaction, visitorId: string): Promise<string | undefined> {
  const row = await tx.row("select line from waiting_visitors where visitor_id = $visitorId", {
    visitorId,
  });
  return row && readerOf(row).text("line");
}

/** Takes a line in which nobody stands any more out of the queue. */
async function closeLine(tx: SqlTransaction, line: string | undefined): Promise<void> {
  if (line === undefined) return;
  await tx.run(
    `delete from waiting_lines where line = $line and not exists (
      select 1 from waiting_visitors where line = $line)`,
    { line },
  );
}

async function countOfLine(tx: SqlTransaction, line: string): Promise<number> {
  const row = await tx.row(
    `select count(*) as generations from generations
    where line = $line and line <> '' and state in ('queued', 'running', 'saving')`,
    { line },
  );
  return readerOf(row).number("generations");
}

async function countCached(tx: SqlTransaction, visitorId: string, since: number): Promise<number> {
  const row = await tx.row(
    `select count(*) as generations from generations
    where visitor_id = $visitorId and created_at >= $since and is_cached = 1`,
    { visitorId, since },
  );
  return readerOf(row).number("generations");
}

async function countQueued(tx: SqlTransaction): Promise<number> {
  const row = await tx.row(
    "select count(*) as generations from generations where state = 'queued'",
  );
  return readerOf(row).number("generations");
}

/** Lines take turns, and within each its visitors, with the first of their own that is left. */
function orderOf(queued: readonly SqlRow[], waiting: readonly SqlRow[]): readonly string[] {
  const own = Map.groupBy(queued, (row) => row["visitor_id"]);
  const lines = Map.groupBy(waiting, (row) => row["line"]);
  return inTurn(
    [...lines.values()].map((visitors) =>
      inTurn(
        visitors.map((visitor) =>
          (own.get(visitor["visitor_id"]) ?? []).map((row) => readerOf(row).text("id"))
        ),
      )
    ),
  );
}

/** The first of each list, then the second of each, and so on. */
function inTurn(lists: readonly (readonly string[])[]): string[] {
  const rounds: string[][] = [];
  for (const list of lists) {
    for (const [round, id] of list.entries()) (rounds[round] ??= []).push(id);
  }
  return rounds.flat();
}
