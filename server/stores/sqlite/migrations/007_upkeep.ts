import type { Migration } from "../migrate.ts";

/**
 * What housekeeping remembers: the time of its last sweep, how much running time has to pass before
 * anything old is erased, and the retention it last knew, in days. A generation's age counts from its
 * beginning; `generations.expires_at` is not read any more.
 */
export const UPKEEP: Migration = {
  name: "upkeep",
  sql: `
create table upkeep (
  id integer primary key check (id = 1),
  seen_at bigint not null,
  held_ms bigint not null,
  retention_days bigint not null
);
drop index generations_by_expiry;
create index generations_by_age on generations (created_at) where ended_at is not null;
`,
};
