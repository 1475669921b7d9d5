import type { GenerationEvent } from "../../../contract/generation.ts";
import { canMove } from "../../../contract/generation_state.ts";
import type { Generation } from "../../generation/generation.ts";
import type { Settlement } from "../../generation/ports/queue_store.ts";
import { toGeneration } from "./generation_row.ts";
import { readerOf } from "./row_reader.ts";
import { settleSpending } from "./spending.ts";
import type { SqlReader, SqlTransaction } from "./sql_database.ts";

/** A settlement after which nothing moves any more. */
export type Ending = Exclude<Settlement, { readonly type: "released" }>;

/** The generation, or `undefined`. */
export async function findGeneration(
  reader: SqlReader,
  id: string,
): Promise<Generation | undefined> {
  const row = await reader.row("select * from generations where id = $id", { id });
  return row && toGeneration(row);
}

/**
 * The generation, which must be there.
 *
 * @throws {Error} when it is not
 */
export async function getGeneration(reader: SqlReader, id: string): Promise<Generation> {
  const generation = await findGeneration(reader, id);
  if (!generation) throw new Error("A generation vanished within a transaction");
  return generation;
}

/** Appends an event under the generation's next number, in the transaction of its change. */
export async function append(
  tx: SqlTransaction,
  id: string,
  { event, at }: { readonly event: GenerationEvent; readonly at: number },
): Promise<void> {
  const numbered = await tx.row(
    "update generations set last_seq = last_seq + 1 where id = $id returning last_seq",
    { id },
  );
  const seq = readerOf(numbered).number("last_seq");
  await tx.run(
    "insert into events (generation_id, seq, at, event) values ($id, $seq, $at, $event)",
    { id, seq, at, event: JSON.stringify(event) },
  );
}

/**
 * Ends a generation and appends the event.
 *
 * @throws {Error} when the generation may not move there
 */
export async function endGeneration(
  tx: SqlTransaction,
  id: string,
  { event, at }: { readonly event: Ending; readonly at: number },
): Promise<void> {
  const generation = await getGeneration(tx, id);
  const { state } = generation;
  if (!canMove(state, event.type)) {
    throw new Error(`A generation cannot move from ${state} to ${event.type}`);
  }
  const failure = event.type === "failed" ? event.failure : undefined;
  const charged = event.type === "failed" ? event.failure.charged : event.charged;
  // What the provider had taken stays known where it may still be asked for.
  const isOpen = failure !== undefined && "canLookAgain" in failure && failure.canLookAgain;
  await tx.run(
    `update generations set state = $state, ended_at = $at, video = $video, failure = $failure,
      failure_code = $failureCode, charged = $charged, lease_owner = null, lease_until = null,
      submission = case when $isOpen then submission end, progress = null, awaits_token = 0,
      line = ''
    where id = $id`,
    {
      id,
      at,
      charged,
      state: event.type,
      video: event.type === "succeeded" ? JSON.stringify(event.video) : null,
      failure: failure ? JSON.stringify(failure) : null,
      failureCode: failure?.code ?? null,
      isOpen: Number(isOpen),
    },
  );
  await settleSpending(tx, generation, charged);
  await append(tx, id, { event, at });
}

/** The first millisecond from then on at which the visitor has added nothing yet. */
export async function freeTime(
  tx: SqlTransaction,
  visitorId: string,
  createdAt: number,
): Promise<number> {
  const isTaken = (time: number) =>
    tx.row(
      "select 1 as found from generations where visitor_id = $visitorId and created_at = $time",
      { visitorId, time },
    );
  let time = createdAt;
  while (await isTaken(time)) time++;
  return time;
}
