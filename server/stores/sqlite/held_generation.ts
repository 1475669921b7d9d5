import type { GenerationEvent } from "../../../contract/generation.ts";
import type { Submission } from "../../generation/generation.ts";
import { canMove } from "../../../contract/generation_state.ts";
import type { ClaimToken, Settlement } from "../../generation/ports/generation_store.ts";
import { JOIN_FRONT } from "./change_statements.ts";
import {
  FIND_HELD,
  NOTE_PROGRESS,
  NOTE_SUBMISSION,
  NOTE_TOKEN_WAIT,
  RELEASE,
  RENEW_LEASE,
  START_SAVING,
} from "./claim_statements.ts";
import { endGeneration } from "./generation_changes.ts";
import { append } from "./generation_events.ts";
import { readerOf, type RowReader } from "./row_reader.ts";
import type { SqliteDatabase, SqlValue } from "./sqlite_database.ts";

/** See `GenerationStore.renew`. */
export function renewLease(
  database: SqliteDatabase,
  claim: ClaimToken,
  until: number,
): { readonly isHeld: boolean; readonly isCancelRequested: boolean } {
  const row = database.writeSoon(() => database.row(RENEW_LEASE, [...fence(claim), until]));
  return {
    isHeld: row !== undefined,
    isCancelRequested: row !== undefined && readerOf(row).flag("is_cancel_requested"),
  };
}

/** See `GenerationStore.noteSubmission`. */
export function noteSubmission(
  database: SqliteDatabase,
  claim: ClaimToken,
  submission: Submission,
): boolean {
  const { route, ...known } = { route: undefined, ...submission };
  const way = route ? [route.provider, JSON.stringify(route)] : [null, null];
  const values = [...fence(claim), JSON.stringify(known), ...way];
  return database.run(NOTE_SUBMISSION, values) > 0;
}

/** See `GenerationStore.noteTokenWait`. */
export function noteTokenWait(
  database: SqliteDatabase,
  claim: ClaimToken,
  isWaiting: boolean,
): boolean {
  return database.run(NOTE_TOKEN_WAIT, [...fence(claim), Number(isWaiting)]) > 0;
}

/** See `GenerationStore.noteProgress`. */
export function noteProgress(
  database: SqliteDatabase,
  claim: ClaimToken,
  { event, at }: {
    readonly event: Extract<GenerationEvent, { readonly type: "progress" }>;
    readonly at: number;
  },
): boolean {
  return database.writeSoon(() =>
    ifHeld(database, claim, () => {
      database.run(NOTE_PROGRESS, [claim.id, JSON.stringify(event.progress)]);
      append(database, claim.id, { event, at });
    })
  );
}

/** See `GenerationStore.noteSaving`. */
export function noteSaving(database: SqliteDatabase, claim: ClaimToken, now: number): boolean {
  return database.writeSoon(() =>
    ifHeld(database, claim, (held) => {
      if (held.text("state") === "saving") return;
      database.run(START_SAVING, [claim.id]);
      append(database, claim.id, { event: { type: "saving" }, at: now });
    })
  );
}

/** See `GenerationStore.settle`. */
export function settle(
  database: SqliteDatabase,
  claim: ClaimToken,
  { settlement, at }: { readonly settlement: Settlement; readonly at: number },
): boolean {
  return database.write(() =>
    ifHeld(database, claim, (held) => {
      if (settlement.type !== "released") {
        endGeneration(database, claim.id, { event: settlement, at });
      } else if (held.flag("is_cancel_requested")) {
        endGeneration(database, claim.id, { event: { type: "canceled", charged: "no" }, at });
      } else {
        release(database, claim.id, { held, at });
      }
    })
  );
}

/** Nothing was sent out: it is queued again, and the visitor gets the turn back. */
function release(
  database: SqliteDatabase,
  id: string,
  { held, at }: { readonly held: RowReader; readonly at: number },
): void {
  const state = held.text("state");
  if (state !== "running" || !canMove(state, "queued")) {
    throw new Error(`A generation cannot move from ${state} to queued`);
  }
  database.run(RELEASE, [id]);
  database.run(JOIN_FRONT, [held.text("visitor_id")]);
  append(database, id, { event: { type: "released" }, at });
}

/** Runs `work` if the claim still holds; false, and nothing done, otherwise. Call it in a transaction. */
function ifHeld(
  database: SqliteDatabase,
  claim: ClaimToken,
  work: (held: RowReader) => void,
): boolean {
  const held = database.row(FIND_HELD, fence(claim));
  if (!held) return false;
  work(readerOf(held));
  return true;
}

function fence({ id, owner, attempt }: ClaimToken): SqlValue[] {
  return [id, owner, attempt];
}
