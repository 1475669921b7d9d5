import { canMove } from "../../../contract/generation_state.ts";
import type { HeldGeneration, Submission } from "../../generation/generation.ts";
import type {
  Claimant,
  ClaimOptions,
  ClaimToken,
  ProgressEvent,
  QueueStore,
  Settlement,
} from "../../generation/ports/queue_store.ts";
import { claimLost, claimNext } from "./claiming.ts";
import { append, endGeneration } from "./generation_changes.ts";
import { readerOf, type RowReader } from "./row_reader.ts";
import type { SqlDatabase, SqlTransaction } from "./sql_database.ts";
import { joinFront } from "./waiting_queue.ts";

/** The queue in a database, and the claims on what is in it. */
export class SqlQueueStore implements QueueStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async claim(options: ClaimOptions): Promise<HeldGeneration | undefined> {
    return await this.#database.writeSoon((tx) => claimNext(tx, options));
  }

  async claimLost(
    claimant: Claimant & { readonly isReopened?: boolean },
  ): Promise<HeldGeneration | undefined> {
    return await this.#database.write((tx) => claimLost(tx, claimant));
  }

  async renew(
    { id, owner, attempt }: ClaimToken,
    until: number,
  ): Promise<{ readonly isHeld: boolean; readonly isCancelRequested: boolean }> {
    const row = await this.#database.writeSoon((tx) =>
      tx.row(
        `update generations set lease_until = $until
        where id = $id and lease_owner = $owner and attempt = $attempt
        returning is_cancel_requested`,
        { id, owner, attempt, until },
      )
    );
    return {
      isHeld: row !== undefined,
      isCancelRequested: row !== undefined && readerOf(row).flag("is_cancel_requested"),
    };
  }

  async noteSubmission(
    { id, owner, attempt }: ClaimToken,
    submission: Submission,
  ): Promise<boolean> {
    const { route, ...known } = { route: undefined, ...submission };
    const changed = await this.#database.write((tx) =>
      tx.run(
        `update generations set submission = $submission,
          served_by = coalesce($servedBy, served_by), route = coalesce($route, route)
        where id = $id and lease_owner = $owner and attempt = $attempt`,
        {
          ...{ id, owner, attempt },
          submission: JSON.stringify(known),
          servedBy: route?.provider ?? null,
          route: route ? JSON.stringify(route) : null,
        },
      )
    );
    return changed > 0;
  }

  async noteTokenWait(
    { id, owner, attempt }: ClaimToken,
    isWaiting: boolean,
  ): Promise<boolean> {
    const changed = await this.#database.write((tx) =>
      tx.run(
        `update generations set awaits_token = $isWaiting
        where id = $id and lease_owner = $owner and attempt = $attempt`,
        { id, owner, attempt, isWaiting: Number(isWaiting) },
      )
    );
    return changed > 0;
  }

  async noteProgress(claim: ClaimToken, event: ProgressEvent, now: number): Promise<boolean> {
    const { id } = claim;
    const note = async (tx: SqlTransaction) => {
      await tx.run("update generations set progress = $progress where id = $id", {
        id,
        progress: JSON.stringify(event.progress),
      });
      await append(tx, id, { event, at: now });
    };
    return await this.#database.writeSoon((tx) => ifHeld(tx, claim, () => note(tx)));
  }

  async noteSaving(claim: ClaimToken, now: number): Promise<boolean> {
    return await this.#database.writeSoon((tx) =>
      ifHeld(tx, claim, (held) => startSaving(tx, claim.id, { held, at: now }))
    );
  }

  async settle(claim: ClaimToken, settlement: Settlement, now: number): Promise<boolean> {
    return await this.#database.write((tx) =>
      ifHeld(tx, claim, (held) => settleHeld(tx, claim.id, { held, settlement, at: now }))
    );
  }
}

/** What was found of a held generation, and when something becomes of it. */
interface HeldAt {
  readonly held: RowReader;
  readonly at: number;
}

/** Runs `work` if the claim still holds; false, and nothing done, otherwise. */
async function ifHeld(
  tx: SqlTransaction,
  { id, owner, attempt }: ClaimToken,
  work: (held: RowReader) => Promise<void>,
): Promise<boolean> {
  const held = await tx.row(
    `select state, visitor_id, line, is_cancel_requested from generations
    where id = $id and lease_owner = $owner and attempt = $attempt`,
    { id, owner, attempt },
  );
  if (!held) return false;
  await work(readerOf(held));
  return true;
}

async function startSaving(tx: SqlTransaction, id: string, { held, at }: HeldAt): Promise<void> {
  if (held.text("state") === "saving") return;
  await tx.run("update generations set state = 'saving' where id = $id", { id });
  await append(tx, id, { event: { type: "saving" }, at });
}

async function settleHeld(
  tx: SqlTransaction,
  id: string,
  { held, settlement, at }: HeldAt & { readonly settlement: Settlement },
): Promise<void> {
  if (settlement.type !== "released") {
    await endGeneration(tx, id, { event: settlement, at });
  } else if (held.flag("is_cancel_requested")) {
    await endGeneration(tx, id, { event: { type: "canceled", charged: "no" }, at });
  } else {
    await release(tx, id, { held, at });
  }
}

/** Nothing was sent out: it is queued again, and the visitor gets the turn back. */
async function release(tx: SqlTransaction, id: string, { held, at }: HeldAt): Promise<void> {
  const state = held.text("state");
  if (state !== "running" || !canMove(state, "queued")) {
    throw new Error(`A generation cannot move from ${state} to queued`);
  }
  await tx.run(
    `update generations set state = 'queued', started_at = null, lease_owner = null,
      lease_until = null, submission = null, progress = null, served_by = null, awaits_token = 0
    where id = $id`,
    { id },
  );
  const visitorId = held.text("visitor_id");
  await joinFront(tx, { visitorId, line: held.text("line") || visitorId });
  await append(tx, id, { event: { type: "released" }, at });
}
