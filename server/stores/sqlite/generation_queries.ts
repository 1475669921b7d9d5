import type { GenerationEvent, StoredEvent } from "../../../contract/generation.ts";
import type { Generation, PictureFacts, Recipe } from "../../generation/generation.ts";
import type { Tombstone } from "../../generation/ports/generation_store.ts";
import { recipeKeyOf } from "../recipe_key.ts";
import { toGeneration } from "./generation_row.ts";
import {
  COUNT_STATES,
  FIND_SAME_FILM,
  FIND_SAME_REQUEST,
  FIND_TOMBSTONE,
  LIST_DURATIONS,
  LIST_EVENTS,
  LIST_EXPIRED,
  LIST_OF_PICTURE,
  LIST_OF_VISITOR,
  LIST_PUBLIC,
  QUEUE_POSITION,
} from "./query_statements.ts";
import { readerOf, RowReader } from "./row_reader.ts";
import type { SqliteDatabase } from "./sqlite_database.ts";

/** See `GenerationStore.findTombstone`. */
export function findTombstone(database: SqliteDatabase, id: string): Tombstone | undefined {
  const row = database.row(FIND_TOMBSTONE, [id]);
  if (!row) return undefined;
  const reader = new RowReader(row);
  return {
    id: reader.text("id"),
    visitorId: reader.text("visitor_id"),
    erasedAt: reader.number("erased_at"),
  };
}

/** See `GenerationStore.listOf`. */
export function listOf(
  database: SqliteDatabase,
  visitorId: string,
  { limit, before = Number.MAX_SAFE_INTEGER }: {
    readonly limit: number;
    readonly before?: number;
  },
): Generation[] {
  return database.rows(LIST_OF_VISITOR, [visitorId, before, limit]).map(toGeneration);
}

/** See `GenerationStore.listOfPicture`. */
export function listOfPicture(
  database: SqliteDatabase,
  { visitorId, picture, limit }: {
    readonly visitorId: string;
    readonly picture: PictureFacts;
    readonly limit: number;
  },
): Generation[] {
  return database.rows(LIST_OF_PICTURE, [visitorId, picture.sha256, limit]).map(toGeneration);
}

/** See `GenerationStore.listPublic`. */
export function listPublic(database: SqliteDatabase, limit: number): Generation[] {
  return database.rows(LIST_PUBLIC, [limit]).map(toGeneration);
}

/** See `GenerationStore.listExpired`. */
export function listExpired(database: SqliteDatabase, now: number, limit: number): Generation[] {
  return database.rows(LIST_EXPIRED, [now, limit]).map(toGeneration);
}

/** See `GenerationStore.eventsOf`. */
export function eventsOf(database: SqliteDatabase, id: string, afterSeq: number): StoredEvent[] {
  return database.rows(LIST_EVENTS, [id, afterSeq]).map((row) => {
    const reader = new RowReader(row);
    return {
      seq: reader.number("seq"),
      at: reader.number("at"),
      event: reader.json<GenerationEvent>("event"),
    };
  });
}

/** See `GenerationStore.queuePosition`. */
export function queuePosition(database: SqliteDatabase, id: string): number | undefined {
  return readerOf(database.row(QUEUE_POSITION, [id])).optionalNumber("position");
}

/** See `GenerationStore.findSameFilm`. */
export function findSameFilm(
  database: SqliteDatabase,
  picture: PictureFacts,
  recipe: Recipe,
): Generation | undefined {
  const values = [picture.sha256, recipe.modelId, recipe.seed, recipeKeyOf(recipe)];
  const row = database.row(FIND_SAME_FILM, values);
  return row && toGeneration(row);
}

/** See `GenerationStore.findSameRequest`. */
export function findSameRequest(
  database: SqliteDatabase,
  { visitorId, picture, recipe }: {
    readonly visitorId: string;
    readonly picture: PictureFacts;
    readonly recipe: Recipe;
  },
  since: number,
): Generation | undefined {
  const { modelId, seed, isSeedExplicit } = recipe;
  const seeds = [Number(isSeedExplicit), seed];
  const values = [visitorId, since, picture.sha256, modelId, ...seeds, recipeKeyOf(recipe)];
  const row = database.row(FIND_SAME_REQUEST, values);
  return row && toGeneration(row);
}

/** See `GenerationStore.recentDurations`. */
export function recentDurations(
  database: SqliteDatabase,
  modelId: string,
  limit: number,
): number[] {
  return database.rows(LIST_DURATIONS, [modelId, limit])
    .map((row) => new RowReader(row).number("duration"));
}

/** See `GenerationStore.count`. */
export function countGenerations(
  database: SqliteDatabase,
): { readonly queued: number; readonly running: number; readonly total: number } {
  const counts = { queued: 0, running: 0, total: 0 };
  for (const row of database.rows(COUNT_STATES)) {
    const reader = new RowReader(row);
    const [state, generations] = [reader.text("state"), reader.number("generations")];
    counts.total += generations;
    if (state === "queued") counts.queued += generations;
    if (state === "running" || state === "saving") counts.running += generations;
  }
  return counts;
}
