import type { Migration } from "../migrate.ts";

/** Sessions that began before an account was signed out everywhere are over; 0 for never. */
export const SESSIONS: Migration = {
  name: "sessions",
  sql: "alter table accounts add column signed_out_at bigint not null default 0;",
};
