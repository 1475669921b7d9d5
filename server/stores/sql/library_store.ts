import type { GenerationEvent, StoredEvent } from "../../../contract/generation.ts";
import { hasEnded } from "../../../contract/generation_state.ts";
import type { Generation, PictureFacts } from "../../generation/generation.ts";
import type {
  GenerationMark,
  LibraryPart,
  LibraryStore,
  Sharing,
  Tombstone,
} from "../../generation/ports/library_store.ts";
import { append, endGeneration, findGeneration, getGeneration } from "./generation_changes.ts";
import { toGeneration } from "./generation_row.ts";
import { readerOf, type RowReader } from "./row_reader.ts";
import type { SqlDatabase, SqlTransaction, SqlValues } from "./sql_database.ts";
import { leaveQueue, readQueueOrder } from "./waiting_queue.ts";

/** As many as the statement names. */
const MARKS_AT_ONCE = 10;

/** The generations in a database, as their visitors see and change them. */
export class SqlLibraryStore implements LibraryStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async find(id: string): Promise<Generation | undefined> {
    return await findGeneration(this.#database, id);
  }

  async findTombstone(id: string): Promise<Tombstone | undefined> {
    const row = await this.#database.row(
      "select id, visitor_id, erased_at from tombstones where id = $id",
      { id },
    );
    if (!row) return undefined;
    const reader = readerOf(row);
    return {
      id: reader.text("id"),
      visitorId: reader.text("visitor_id"),
      erasedAt: reader.number("erased_at"),
    };
  }

  async listOf(
    visitorId: string,
    { limit, before = Number.MAX_SAFE_INTEGER }: LibraryPart,
  ): Promise<Generation[]> {
    return await this.#list(
      `select * from generations where visitor_id = $visitorId and created_at < $before
      order by created_at desc limit $limit`,
      { visitorId, before, limit },
    );
  }

  async listOfPicture(
    { visitorId, picture, limit }: {
      readonly visitorId: string;
      readonly picture: PictureFacts;
      readonly limit: number;
    },
  ): Promise<Generation[]> {
    return await this.#list(
      `select * from generations
      where state = 'succeeded' and visitor_id = $visitorId and picture_sha256 = $sha256
      order by created_at desc limit $limit`,
      { visitorId, sha256: picture.sha256, limit },
    );
  }

  async listOfBatch(visitorId: string, batch: string): Promise<Generation[]> {
    return await this.#list(
      `select * from generations where visitor_id = $visitorId and batch = $batch
      order by created_at`,
      { visitorId, batch },
    );
  }

  async listPublic(
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Promise<Generation[]> {
    return await this.#list(
      `select * from generations where state = 'succeeded' and is_public = 1
      order by created_at desc limit $limit offset $offset`,
      { limit, offset },
    );
  }

  async countPublic(): Promise<number> {
    const row = await this.#database.row(
      "select count(*) as videos from generations where state = 'succeeded' and is_public = 1",
    );
    return readerOf(row).number("videos");
  }

  async listOlder(than: number, limit: number): Promise<Generation[]> {
    return await this.#list(
      `select * from generations where ended_at is not null and created_at <= $than
      order by created_at limit $limit`,
      { than, limit },
    );
  }

  async countOlder(than: number): Promise<number> {
    const row = await this.#database.row(
      `select count(*) as generations from generations
      where ended_at is not null and created_at <= $than`,
      { than },
    );
    return readerOf(row).number("generations");
  }

  async eventsOf(id: string, afterSeq: number): Promise<StoredEvent[]> {
    const rows = await this.#database.rows(
      `select seq, at, event from events where generation_id = $id and seq > $afterSeq
      order by seq`,
      { id, afterSeq },
    );
    return rows.map((row) => {
      const reader = readerOf(row);
      return {
        seq: reader.number("seq"),
        at: reader.number("at"),
        event: reader.json<GenerationEvent>("event"),
      };
    });
  }

  async marksOf(ids: readonly string[]): Promise<ReadonlyMap<string, GenerationMark>> {
    const marks = new Map<string, GenerationMark>();
    for (let start = 0; start < ids.length; start += MARKS_AT_ONCE) {
      const names = Array.from({ length: MARKS_AT_ONCE }, (_, index) => [
        `id${index}`,
        ids[start + index] ?? null,
      ]);
      const rows = await this.#database.rows(
        `select id, last_seq, is_public, state from generations
        where id in ($id0, $id1, $id2, $id3, $id4, $id5, $id6, $id7, $id8, $id9)`,
        Object.fromEntries(names),
      );
      for (const row of rows) marks.set(readerOf(row).text("id"), markOf(readerOf(row)));
    }
    return marks;
  }

  async queueOrder(): Promise<readonly string[]> {
    return await readQueueOrder(this.#database);
  }

  async requestCancel(id: string, now: number): Promise<Generation | undefined> {
    return await this.#database.write((tx) => requestCancel(tx, id, now));
  }

  async setSharing(
    id: string,
    { isPublic, isPromptShared }: Sharing,
    now: number,
  ): Promise<void> {
    await this.#database.write(async (tx) => {
      await tx.run(
        `update generations set file_name = $fileName, unshared_at = $now
        where id = $id and is_public = 1 and $isPublic = 0`,
        { id, now, isPublic: Number(isPublic), fileName: crypto.randomUUID() },
      );
      await tx.run(
        `update generations set is_public = $isPublic, is_prompt_shared = $isPromptShared
        where id = $id`,
        { id, isPublic: Number(isPublic), isPromptShared: Number(isPromptShared) },
      );
    });
  }

  async findByFileName(fileName: string): Promise<string | undefined> {
    const row = await this.#database.row(
      "select id from generations where file_name = $fileName",
      { fileName },
    );
    return row && readerOf(row).text("id");
  }

  async erase(id: string, now: number): Promise<boolean> {
    return await this.#database.write((tx) => erase(tx, id, now));
  }

  async #list(sql: string, values: SqlValues): Promise<Generation[]> {
    return (await this.#database.rows(sql, values)).map(toGeneration);
  }
}

function markOf(reader: RowReader): GenerationMark {
  return {
    lastSeq: reader.number("last_seq"),
    isPublic: reader.flag("is_public"),
    isQueued: reader.text("state") === "queued",
  };
}

async function requestCancel(
  tx: SqlTransaction,
  id: string,
  now: number,
): Promise<Generation | undefined> {
  const generation = await findGeneration(tx, id);
  if (!generation || hasEnded(generation)) return generation;
  if (generation.state === "queued") {
    await endGeneration(tx, id, { event: { type: "canceled", charged: "no" }, at: now });
    await leaveQueue(tx, generation.visitorId);
  } else if (!generation.isCancelRequested) {
    await tx.run("update generations set is_cancel_requested = 1 where id = $id", { id });
    await append(tx, id, { event: { type: "cancel-requested" }, at: now });
  }
  return await getGeneration(tx, id);
}

async function erase(tx: SqlTransaction, id: string, now: number): Promise<boolean> {
  const generation = await findGeneration(tx, id);
  if (!generation || !hasEnded(generation)) return false;
  const { visitorId } = generation;
  await tx.run(
    "insert into tombstones (id, visitor_id, erased_at) values ($id, $visitorId, $now)",
    { id, visitorId, now },
  );
  // Its events and its key go with it.
  await tx.run("delete from generations where id = $id", { id });
  return true;
}
