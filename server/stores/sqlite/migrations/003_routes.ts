import type { Migration } from "../migrate.ts";

/**
 * The route of each generation, as JSON: the one that is expected to serve it, then the one that it
 * was sent over last; and what is reserved for it, in millionths of a US dollar.
 */
export const ROUTES: Migration = {
  name: "routes",
  sql: `
alter table generations add column route text;
alter table generations add column reserved_micro_usd bigint;
`,
};
