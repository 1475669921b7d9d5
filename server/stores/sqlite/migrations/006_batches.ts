import type { Migration } from "../migrate.ts";

/** A batch is found without walking through its visitor's library. */
export const BATCHES: Migration = {
  name: "batches",
  sql: `
create index generations_by_batch on generations (visitor_id, batch, created_at)
  where batch is not null;
`,
};
