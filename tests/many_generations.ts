import { DatabaseSync } from "node:sqlite";
import type { SqliteStores } from "../server/stores/sqlite/sqlite_stores.ts";
import { add, addFinished } from "./server/stores/generation_store_contract/samples.ts";

/** How many generations of each kind there are to be. */
export interface ManyGenerations {
  /** Finished ones of the visitor who asks. */
  readonly own: number;
  /** Of the same visitor, in the queue. */
  readonly ownQueued: number;
  /** Shared ones, each of a visitor of its own. */
  readonly shared: number;
  /** In the queue, each of a visitor of its own. */
  readonly queued: number;
}

/** Of the oldest of the visitor's own. */
export const OLD_BATCH = "an-old-batch";
const MODEL = "local-motion";
/** From the first to the last: the statistics of a week have them all. */
const SPAN_MS = 6 * 24 * 60 * 60 * 1000;

/** Columns of a copied row that differ from the original's; `n` counts from 1. */
interface Copies {
  /** From one to the next. */
  readonly stepMs: number;
  readonly id: string;
  readonly times: number;
  readonly visitorId: string;
  readonly prefix: string;
}

/**
 * Fills the database at `path` by copying one generation of each kind, which takes a hundredth of
 * the time that adding them would.
 */
export async function addMany(
  stores: SqliteStores,
  { path, visitorId, many }: {
    readonly path: string;
    readonly visitorId: string;
    readonly many: ManyGenerations;
  },
): Promise<void> {
  const start = Date.now() - SPAN_MS;
  const recipe = { modelId: MODEL, seed: 7, isSeedExplicit: true, settings: {} };
  const own = await addFinished(stores, { visitorId, recipe, batch: OLD_BATCH, createdAt: start });
  const shared = await addFinished(stores, { recipe, createdAt: start + 1 });
  await stores.library.setSharing(shared, { isPublic: true, isPromptShared: false }, Date.now());
  const ownQueued = await add(stores, { visitorId, recipe, createdAt: Date.now() - 60_000 });
  const queued = await add(stores, { recipe, createdAt: start + 2 });
  const database = new DatabaseSync(path);
  try {
    database.exec("pragma synchronous = off; begin");
    const visitor = `'${visitorId}'`;
    const everyone = (prefix: string) => `printf('${prefix}%07x-0000-4000-8000-000000000000', n)`;
    copy(database, {
      id: own,
      times: many.own - 1,
      visitorId: visitor,
      prefix: "1",
      stepMs: Math.floor(SPAN_MS / many.own),
    });
    copy(database, {
      id: shared,
      times: many.shared - 1,
      visitorId: everyone("e"),
      prefix: "2",
      stepMs: Math.floor(SPAN_MS / many.shared),
    });
    copy(database, {
      id: ownQueued.id,
      times: many.ownQueued - 1,
      visitorId: visitor,
      prefix: "3",
      stepMs: 1000,
    });
    copy(database, {
      id: queued.id,
      times: many.queued - 1,
      visitorId: everyone("f"),
      prefix: "4",
      stepMs: Math.floor(SPAN_MS / many.queued),
    });
    database.exec(`update generations set batch = null where batch is not null and id <> '${own}';
      insert into waiting_visitors (visitor_id, line, turn)
      select visitor_id, visitor_id, min(created_at) from generations where state = 'queued'
      group by visitor_id on conflict (visitor_id) do nothing;
      insert into waiting_lines (line, turn)
      select line, row_number() over (order by turn) + 1000 from waiting_visitors where true
      on conflict (line) do nothing;
      commit;`);
  } finally {
    database.close();
  }
}

function copy(database: DatabaseSync, { id, times, visitorId, prefix, stepMs }: Copies): void {
  const changed: Record<string, string> = {
    id: `printf('${prefix}%07x-0000-4000-8000-%012x', n, n)`,
    visitor_id: visitorId,
    created_at: `created_at + n * ${stepMs}`,
    ended_at: `ended_at + n * ${stepMs}`,
  };
  const columns = database.prepare("pragma table_info(generations)").all()
    .map(({ name }) => String(name));
  database.exec(`insert into generations (${columns.join(", ")})
    with recursive counter (n) as (
      select 1 where ${times} > 0 union all select n + 1 from counter where n < ${times})
    select ${columns.map((name) => changed[name] ?? name).join(", ")}
    from counter, (select * from generations where id = '${id}') original`);
}
