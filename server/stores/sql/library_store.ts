import type { GenerationEvent, StoredEvent } from "../../../contract/generation.ts";
import { hasEnded } from "../../../contract/generation_state.ts";
import type { Generation, PictureFacts } from "../../generation/generation.ts";
import type { LibraryPart, LibraryStore, Tombstone } from "../../generation/ports/library_store.ts";
import { append, endGeneration, findGeneration, getGeneration } from "./generation_changes.ts";
import { toGeneration } from "./generation_row.ts";
import { readerOf } from "./row_reader.ts";
import type { SqlDatabase, SqlTransaction, SqlValues } from "./sql_database.ts";
import { leaveQueue } from "./waiting_queue.ts";

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

  async listPublic(limit: number): Promise<Generation[]> {
    return await this.#list(
      `select * from generations where state = 'succeeded' and is_public = 1
      order by created_at desc limit $limit`,
      { limit },
    );
  }

  async listExpired(now: number, limit: number): Promise<Generation[]> {
    return await this.#list(
      `select * from generations where ended_at is not null and expires_at <= $now
      order by expires_at limit $limit`,
      { now, limit },
    );
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

  /**
   * Each visitor in the queue is served once a round. Before the visitor's n-th queued generation come
   * up to n of everyone who stands ahead, and up to n - 1 of everyone behind.
   */
  async queuePosition(id: string): Promise<number | undefined> {
    const row = await this.#database.row(
      `with asked as (
        select w.turn, (select count(*) from generations e
            where e.state = 'queued' and e.visitor_id = g.visitor_id
              and e.created_at <= g.created_at) as round
        from generations g join waiting_visitors w on w.visitor_id = g.visitor_id
        where g.id = $id and g.state = 'queued'
      ), others as (
        select q.queued, case when w.turn <= a.turn then a.round else a.round - 1 end as rounds
        from asked a, waiting_visitors w join (
          select visitor_id, count(*) as queued from generations
          where state = 'queued' group by visitor_id
        ) q on q.visitor_id = w.visitor_id
      )
      select sum(case when queued < rounds then queued else rounds end) as position from others`,
      { id },
    );
    return readerOf(row).optionalNumber("position");
  }

  async requestCancel(id: string, now: number): Promise<Generation | undefined> {
    return await this.#database.write((tx) => requestCancel(tx, id, now));
  }

  async setPublic(id: string, isPublic: boolean): Promise<void> {
    await this.#database.write((tx) =>
      tx.run("update generations set is_public = $isPublic where id = $id", {
        id,
        isPublic: Number(isPublic),
      })
    );
  }

  async erase(id: string, now: number): Promise<boolean> {
    return await this.#database.write((tx) => erase(tx, id, now));
  }

  async #list(sql: string, values: SqlValues): Promise<Generation[]> {
    return (await this.#database.rows(sql, values)).map(toGeneration);
  }
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
