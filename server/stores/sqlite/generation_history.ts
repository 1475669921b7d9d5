import type {
  FilmSpan,
  ModelService,
  OutcomeCount,
} from "../../generation/ports/generation_store.ts";
import { COUNT_OUTCOMES, MEASURE_SPANS } from "./history_statements.ts";
import { RowReader } from "./row_reader.ts";
import type { SqliteDatabase } from "./sqlite_database.ts";

/** See `GenerationStore.outcomesSince`. */
export function outcomesSince(database: SqliteDatabase, since: number): OutcomeCount[] {
  return database.rows(COUNT_OUTCOMES, [since]).map((row) => {
    const reader = new RowReader(row);
    const code = reader.optionalText("failure_code");
    return {
      ...readService(reader),
      state: readEnd(reader),
      ...(code !== undefined && { code }),
      count: reader.number("generations"),
      lastAt: reader.number("last_at"),
    };
  });
}

/** See `GenerationStore.spansSince`. */
export function spansSince(database: SqliteDatabase, since: number): FilmSpan[] {
  return database.rows(MEASURE_SPANS, [since]).map((row) => {
    const reader = new RowReader(row);
    return {
      ...readService(reader),
      p50Ms: reader.number("p50"),
      p90Ms: reader.number("p90"),
    };
  });
}

function readService(reader: RowReader): ModelService {
  return { modelId: reader.text("model_id"), service: reader.text("service") };
}

function readEnd(reader: RowReader): OutcomeCount["state"] {
  const state = reader.text("state");
  if (state === "succeeded" || state === "failed" || state === "canceled") return state;
  throw new Error(`A generation that ended has the state ${state}`);
}
