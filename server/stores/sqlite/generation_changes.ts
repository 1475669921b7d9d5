import type { Generation, Recipe } from "../../generation/generation.ts";
import { canMove, hasEnded } from "../../../contract/generation_state.ts";
import type {
  AddOptions,
  AddOutcome,
  NewGeneration,
  Settlement,
} from "../../generation/ports/generation_store.ts";
import { recipeKeyOf } from "../recipe_key.ts";
import {
  COUNT_UNFINISHED,
  DELETE_GENERATION,
  END_GENERATION,
  FIND_AT_TIME,
  FIND_GENERATION,
  FIND_KEY,
  INSERT_GENERATION,
  INSERT_KEY,
  INSERT_TOMBSTONE,
  JOIN_LINE,
  LEAVE_LINE,
  MARK_CANCEL_REQUESTED,
} from "./change_statements.ts";
import { append } from "./generation_events.ts";
import { toGeneration } from "./generation_row.ts";
import { readerOf } from "./row_reader.ts";
import { findSpendRefusal, noteSpending, settleSpending } from "./spending.ts";
import type { SqliteDatabase, SqlValue } from "./sqlite_database.ts";

/** A settlement after which nothing moves any more. */
export type Ending = Exclude<Settlement, { readonly type: "released" }>;

/** See `GenerationStore.add`. */
export function addGeneration(
  database: SqliteDatabase,
  addition: NewGeneration,
  options: AddOptions,
): AddOutcome {
  return database.write(() => {
    const earlier = findByKey(database, addition);
    if (earlier) return earlier;
    const { id, visitorId, cachedFilm } = addition;
    const unfinished = readerOf(database.row(COUNT_UNFINISHED, [visitorId]));
    if (!cachedFilm && unfinished.number("generations") >= options.maxQueued) {
      return { kind: "queue-full" };
    }
    const refusal = findSpendRefusal(database, addition, options.spend);
    if (refusal) return refusal;
    const at = insert(database, addition);
    noteSpending(database, addition, at);
    append(database, id, { event: { type: "queued" }, at });
    if (cachedFilm) {
      const event: Ending = { type: "succeeded", film: cachedFilm, charged: "no" };
      endGeneration(database, id, { event, at });
    } else {
      database.run(JOIN_LINE, [visitorId]);
    }
    return { kind: "added", generation: get(database, id) };
  });
}

/** See `GenerationStore.requestCancel`. */
export function requestCancel(
  database: SqliteDatabase,
  id: string,
  now: number,
): Generation | undefined {
  return database.write(() => {
    const generation = find(database, id);
    if (!generation || hasEnded(generation)) return generation;
    if (generation.state === "queued") {
      endGeneration(database, id, { event: { type: "canceled", charged: "no" }, at: now });
      database.run(LEAVE_LINE, [generation.visitorId]);
    } else if (database.run(MARK_CANCEL_REQUESTED, [id]) > 0) {
      append(database, id, { event: { type: "cancel-requested" }, at: now });
    }
    return get(database, id);
  });
}

/** See `GenerationStore.erase`. */
export function eraseGeneration(database: SqliteDatabase, id: string, now: number): boolean {
  return database.write(() => {
    const generation = find(database, id);
    if (!generation || !hasEnded(generation)) return false;
    database.run(INSERT_TOMBSTONE, [id, generation.visitorId, now]);
    database.run(DELETE_GENERATION, [id]);
    return true;
  });
}

/**
 * Ends a generation and appends the event; call it in a transaction.
 *
 * @throws {Error} when the generation may not move there
 */
export function endGeneration(
  database: SqliteDatabase,
  id: string,
  { event, at }: { readonly event: Ending; readonly at: number },
): void {
  const generation = get(database, id);
  const { state } = generation;
  if (!canMove(state, event.type)) {
    throw new Error(`A generation cannot move from ${state} to ${event.type}`);
  }
  const film = event.type === "succeeded" ? JSON.stringify(event.film) : null;
  const failure = event.type === "failed" ? event.failure : undefined;
  const charged = event.type === "failed" ? event.failure.charged : event.charged;
  const outcome = [film, failure ? JSON.stringify(failure) : null, failure?.code ?? null, charged];
  database.run(END_GENERATION, [id, event.type, at, ...outcome]);
  settleSpending(database, generation, charged);
  append(database, id, { event, at });
}

/** The generation, or `undefined`. */
export function find(database: SqliteDatabase, id: string): Generation | undefined {
  const row = database.row(FIND_GENERATION, [id]);
  return row && toGeneration(row);
}

function get(database: SqliteDatabase, id: string): Generation {
  const generation = find(database, id);
  if (!generation) throw new Error("A generation vanished within a transaction");
  return generation;
}

function findByKey(database: SqliteDatabase, addition: NewGeneration): AddOutcome | undefined {
  if (!addition.idempotency) return undefined;
  const { key, fingerprint } = addition.idempotency;
  const row = database.row(FIND_KEY, [addition.visitorId, key]);
  if (!row) return undefined;
  return {
    kind: "key-used",
    generation: toGeneration(row),
    isSameRequest: readerOf(row).text("fingerprint") === fingerprint,
  };
}

/** Inserts row and key; returns the time of creation. */
function insert(database: SqliteDatabase, addition: NewGeneration): number {
  const { id, visitorId, providerId, recipe, picture, idempotency } = addition;
  const createdAt = freeTime(database, visitorId, addition.createdAt);
  database.run(INSERT_GENERATION, [
    id,
    visitorId,
    providerId,
    recipe.modelId,
    recipe.seed,
    Number(recipe.isSeedExplicit),
    picture.sha256,
    picture.bytes,
    addition.batch ?? null,
    createdAt,
    addition.expiresAt ?? null,
    Number(addition.cachedFilm !== undefined),
    addition.cachedFilm ? createdAt : null,
    ...recipeValues(recipe),
    addition.servedBy ?? null,
    addition.payer,
    addition.estimatedMicroUsd ?? null,
    addition.reservedMicroUsd ?? null,
    addition.route ? JSON.stringify(addition.route) : null,
  ]);
  if (idempotency) {
    database.run(INSERT_KEY, [visitorId, idempotency.key, idempotency.fingerprint, id]);
  }
  return createdAt;
}

/** Prompt, settings, shape, crop and their key. */
function recipeValues(recipe: Recipe): SqlValue[] {
  const { prompt, settings, shape, crop } = recipe;
  return [
    prompt ?? null,
    JSON.stringify(settings),
    shape ?? null,
    crop ? JSON.stringify(crop) : null,
    recipeKeyOf(recipe),
  ];
}

/** The first millisecond from then on at which the visitor has added nothing yet. */
export function freeTime(database: SqliteDatabase, visitorId: string, createdAt: number): number {
  let time = createdAt;
  while (database.row(FIND_AT_TIME, [visitorId, time])) time++;
  return time;
}
