import type {
  GenerationCount,
  HistoryStore,
  ModelProvider,
  OutcomeCount,
  UnfinishedVideo,
  VideoSpan,
} from "../../generation/ports/history_store.ts";
import { readerOf, type RowReader } from "./row_reader.ts";
import { sumSpent } from "./spending.ts";
import type { SqlDatabase } from "./sql_database.ts";

/** As many of the latest videos tell how long one takes; more would only take longer to sort. */
const MOST_SPANS = 2000;

/** What the generations in a database tell together. */
export class SqlHistoryStore implements HistoryStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async recentDurations(modelId: string, limit: number): Promise<number[]> {
    const rows = await this.#database.rows(
      `select ended_at - started_at as duration from generations
      where state = 'succeeded' and is_cached = 0 and model_id = $modelId
      order by ended_at desc limit $limit`,
      { modelId, limit },
    );
    return rows.map((row) => readerOf(row).number("duration"));
  }

  async spentSince(since: number): Promise<number> {
    return await sumSpent(this.#database, since);
  }

  async oldestQueuedAt(): Promise<number | undefined> {
    // The sign keeps the planner from walking all rows by their time.
    const row = await this.#database.row(
      "select min(+created_at) as at from generations where state = 'queued'",
    );
    return readerOf(row).optionalNumber("at");
  }

  async knowsVideos(): Promise<boolean> {
    return await this.#database.row(
      "select id from generations where state = 'succeeded' limit 1",
    ) !== undefined;
  }

  async recentSizes(modelId: string, limit: number): Promise<number[]> {
    const rows = await this.#database.rows(
      `select json_extract(video, '$.bytes') as bytes from generations
      where state = 'succeeded' and is_cached = 0 and model_id = $modelId
      order by ended_at desc limit $limit`,
      { modelId, limit },
    );
    return rows.map((row) => readerOf(row).number("bytes"));
  }

  async unfinished(): Promise<UnfinishedVideo[]> {
    const rows = await this.#database.rows(
      `select model_id, coalesce(json_extract(submission, '$.kind') <> 'not-sent', 0) as is_begun
      from generations where state in ('queued', 'running', 'saving')`,
    );
    return rows.map((row) => {
      const reader = readerOf(row);
      return { modelId: reader.text("model_id"), isBegun: reader.flag("is_begun") };
    });
  }

  /** Reads an index over the span of time and groups what is in it. */
  async outcomesSince(since: number): Promise<OutcomeCount[]> {
    const rows = await this.#database.rows(
      `select model_id, coalesce(served_by, provider_id) as provider, state, failure_code,
        count(*) as generations, max(ended_at) as last_at
      from generations
      where ended_at >= $since and is_cached = 0 and started_at is not null
      group by model_id, coalesce(served_by, provider_id), state, failure_code`,
      { since },
    );
    return rows.map((row) => {
      const reader = readerOf(row);
      const code = reader.optionalText("failure_code");
      return {
        ...readProvider(reader),
        state: readEnd(reader),
        ...(code !== undefined && { code }),
        count: reader.number("generations"),
        lastAt: reader.number("last_at"),
      };
    });
  }

  /**
   * Reads the same index; percentiles by nearest rank. The state is told so that no index on it seems
   * better.
   */
  async spansSince(since: number): Promise<VideoSpan[]> {
    const rows = await this.#database.rows(
      `with videos as (
        select model_id, coalesce(served_by, provider_id) as provider,
          ended_at - started_at as duration
        from generations
        where ended_at >= $since and is_cached = 0 and state not in ('failed', 'canceled')
        order by ended_at desc limit $most
      ), ranked as (
        select model_id, provider, duration,
          row_number() over (partition by model_id, provider order by duration) as place,
          count(*) over (partition by model_id, provider) as videos
        from videos
      )
      select model_id, provider,
        max(case when place = (videos * 50 + 99) / 100 then duration end) as p50,
        max(case when place = (videos * 90 + 99) / 100 then duration end) as p90
      from ranked group by model_id, provider`,
      { since, most: MOST_SPANS },
    );
    return rows.map((row) => {
      const reader = readerOf(row);
      return {
        ...readProvider(reader),
        p50Ms: reader.number("p50"),
        p90Ms: reader.number("p90"),
      };
    });
  }

  async count(): Promise<GenerationCount> {
    const counts = { queued: 0, running: 0, total: 0 };
    const rows = await this.#database.rows(
      "select state, count(*) as generations from generations group by state",
    );
    for (const row of rows) {
      const reader = readerOf(row);
      const [state, generations] = [reader.text("state"), reader.number("generations")];
      counts.total += generations;
      if (state === "queued") counts.queued += generations;
      if (state === "running" || state === "saving") counts.running += generations;
    }
    return counts;
  }
}

function readProvider(reader: RowReader): ModelProvider {
  return { modelId: reader.text("model_id"), provider: reader.text("provider") };
}

function readEnd(reader: RowReader): OutcomeCount["state"] {
  const state = reader.text("state");
  if (state === "succeeded" || state === "failed" || state === "canceled") return state;
  throw new Error(`A generation that ended has the state ${state}`);
}
