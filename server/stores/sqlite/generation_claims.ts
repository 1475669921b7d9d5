import type { HeldGeneration } from "../../generation/generation.ts";
import type { ClaimOptions } from "../../generation/ports/generation_store.ts";
import { FIND_GENERATION, GO_TO_END, LEAVE_LINE } from "./change_statements.ts";
import {
  COUNT_RUNNING,
  FIND_LOST,
  FIND_NEXT,
  START_ATTEMPT,
  TAKE_OVER,
} from "./claim_statements.ts";
import { append } from "./generation_events.ts";
import { toHeldGeneration } from "./generation_row.ts";
import { readerOf } from "./row_reader.ts";
import type { SqliteDatabase } from "./sqlite_database.ts";

/** See `GenerationStore.claim`. */
export function claimNext(
  database: SqliteDatabase,
  options: ClaimOptions,
): HeldGeneration | undefined {
  return database.writeSoon(() => {
    const running = readerOf(database.row(COUNT_RUNNING)).number("generations");
    if (running >= options.maxRunning) return undefined;
    const next = database.row(FIND_NEXT, [options.maxRunningPerVisitor]);
    return next && startAttempt(database, readerOf(next).text("id"), options);
  });
}

/** See `GenerationStore.claimLost`. */
export function claimLost(
  database: SqliteDatabase,
  { owner, now, leaseMs }: Pick<ClaimOptions, "owner" | "now" | "leaseMs">,
): HeldGeneration | undefined {
  return database.write(() => {
    const lost = database.row(FIND_LOST, [now]);
    if (!lost) return undefined;
    const id = readerOf(lost).text("id");
    const taken = readerOf(database.row(TAKE_OVER, [id, owner, now + leaseMs]));
    append(database, id, { event: { type: "started", attempt: taken.number("attempt") }, at: now });
    return toHeldGeneration(database.row(FIND_GENERATION, [id]));
  });
}

function startAttempt(
  database: SqliteDatabase,
  id: string,
  { owner, now, leaseMs }: ClaimOptions,
): HeldGeneration {
  const submission = JSON.stringify({ kind: "not-sent" });
  const started = readerOf(
    database.row(START_ATTEMPT, [id, now, owner, now + leaseMs, submission]),
  );
  append(database, id, { event: { type: "started", attempt: started.number("attempt") }, at: now });
  const visitorId = started.text("visitor_id");
  database.run(GO_TO_END, [visitorId]);
  database.run(LEAVE_LINE, [visitorId]);
  return toHeldGeneration(database.row(FIND_GENERATION, [id]));
}
