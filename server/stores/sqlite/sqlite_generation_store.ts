// deno-lint-ignore-file require-await -- the interface is asynchronous; async makes failures rejections
import { dirname } from "node:path";
import type { GenerationEvent } from "../../../contract/generation.ts";
import type { PictureFacts, Recipe, Submission } from "../../generation/generation.ts";
import type { AccountStore } from "../../visitors/account_store.ts";
import type {
  AddOptions,
  ClaimOptions,
  ClaimToken,
  GenerationStore,
  NewGeneration,
  Settlement,
} from "../../generation/ports/generation_store.ts";
import { StorageError } from "../../errors.ts";
import { toStorageError } from "../../storage_failure.ts";
import { SET_PUBLIC } from "./change_statements.ts";
import { addGeneration, eraseGeneration, find, requestCancel } from "./generation_changes.ts";
import { claimLost, claimNext } from "./generation_claims.ts";
import * as queries from "./generation_queries.ts";
import { outcomesSince, spansSince } from "./generation_history.ts";
import * as held from "./held_generation.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./schema.ts";
import { SqliteAccountStore } from "./sqlite_account_store.ts";
import { SqliteDatabase } from "./sqlite_database.ts";

/**
 * Generations in one SQLite file, which several processes on one machine may share. Every method
 * rejects with a `StorageError` when the database fails.
 */
export class SqliteGenerationStore implements GenerationStore {
  /** The accounts in the same file. */
  readonly accounts: AccountStore;
  readonly #database: SqliteDatabase;

  private constructor(database: SqliteDatabase) {
    this.#database = database;
    this.accounts = new SqliteAccountStore(database);
  }

  /**
   * Opens the file at `path` and brings it to the newest schema; file and folder are made when they
   * are missing. SQLite keeps `<path>-wal` and `<path>-shm` beside it, this class an empty `<path>.lock`.
   *
   * @throws {StorageError} when it cannot be opened, is damaged, or was written by a newer version;
   *   the sentence is for the operator
   */
  static async open({ path }: { readonly path: string }): Promise<SqliteGenerationStore> {
    try {
      using _turn = await takeTurn(path);
      return new SqliteGenerationStore(await openChecked(path));
    } catch (error) {
      throw unusable(path, error);
    }
  }

  async add(generation: NewGeneration, options: AddOptions) {
    return addGeneration(this.#database, generation, options);
  }

  async find(id: string) {
    return find(this.#database, id);
  }

  async findTombstone(id: string) {
    return queries.findTombstone(this.#database, id);
  }

  async listOf(visitorId: string, page: { readonly limit: number; readonly before?: number }) {
    return queries.listOf(this.#database, visitorId, page);
  }

  async listOfPicture(
    asked: { readonly visitorId: string; readonly picture: PictureFacts; readonly limit: number },
  ) {
    return queries.listOfPicture(this.#database, asked);
  }

  async listPublic(limit: number) {
    return queries.listPublic(this.#database, limit);
  }

  async eventsOf(id: string, afterSeq: number) {
    return queries.eventsOf(this.#database, id, afterSeq);
  }

  async queuePosition(id: string) {
    return queries.queuePosition(this.#database, id);
  }

  async findSameFilm(picture: PictureFacts, recipe: Recipe) {
    return queries.findSameFilm(this.#database, picture, recipe);
  }

  async findSameRequest(
    request: {
      readonly visitorId: string;
      readonly picture: PictureFacts;
      readonly recipe: Recipe;
    },
    since: number,
  ) {
    return queries.findSameRequest(this.#database, request, since);
  }

  async claim(options: ClaimOptions) {
    return claimNext(this.#database, options);
  }

  async claimLost(options: Omit<ClaimOptions, "maxRunning" | "maxRunningPerVisitor">) {
    return claimLost(this.#database, options);
  }

  async renew(claim: ClaimToken, until: number) {
    return held.renewLease(this.#database, claim, until);
  }

  async noteSubmission(claim: ClaimToken, submission: Submission) {
    return held.noteSubmission(this.#database, claim, submission);
  }

  async noteTokenWait(claim: ClaimToken, isWaiting: boolean) {
    return held.noteTokenWait(this.#database, claim, isWaiting);
  }

  async noteProgress(
    claim: ClaimToken,
    event: Extract<GenerationEvent, { readonly type: "progress" }>,
    now: number,
  ) {
    return held.noteProgress(this.#database, claim, { event, at: now });
  }

  async noteSaving(claim: ClaimToken, now: number) {
    return held.noteSaving(this.#database, claim, now);
  }

  async settle(claim: ClaimToken, settlement: Settlement, now: number) {
    return held.settle(this.#database, claim, { settlement, at: now });
  }

  async requestCancel(id: string, now: number) {
    return requestCancel(this.#database, id, now);
  }

  async setPublic(id: string, isPublic: boolean) {
    this.#database.run(SET_PUBLIC, [id, Number(isPublic)]);
  }

  async erase(id: string, now: number) {
    return eraseGeneration(this.#database, id, now);
  }

  async listExpired(now: number, limit: number) {
    return queries.listExpired(this.#database, now, limit);
  }

  async recentDurations(modelId: string, limit: number) {
    return queries.recentDurations(this.#database, modelId, limit);
  }

  async outcomesSince(since: number) {
    return outcomesSince(this.#database, since);
  }

  async spansSince(since: number) {
    return spansSince(this.#database, since);
  }

  async count() {
    return queries.countGenerations(this.#database);
  }

  async close() {
    this.#database.close();
  }
}

/**
 * Waits until no other process opens the same file: SQLite's busy handler does not cover the switch
 * of a new file to a write-ahead log.
 */
async function takeTurn(path: string): Promise<Disposable> {
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    const file = await Deno.open(`${path}.lock`, { create: true, write: true });
    await file.lock(true);
    return file;
  } catch (error) {
    throw toStorageError(error);
  }
}

async function openChecked(path: string): Promise<SqliteDatabase> {
  const database = await SqliteDatabase.open(path);
  try {
    database.check();
    migrate(database, MIGRATIONS);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Says which file it is and what the system says about it; the general sentence is for visitors. */
function unusable(path: string, error: unknown): unknown {
  if (!(error instanceof StorageError) || !(error.cause instanceof Error)) return error;
  return new StorageError(error.code, `The database ${path}: ${error.cause.message}.`);
}
