import type { Migration } from "../migrate.ts";

/**
 * Lines in the queue: clients of one network take turns as one, however many visitors they say they
 * are. `generations.line` is known while a generation is open only; it is empty where a client's
 * address tells nothing, and a visitor then is a line of their own.
 */
export const LINES: Migration = {
  name: "lines",
  sql: `
alter table generations add column line text not null default '';
create index generations_open_by_line on generations (line)
  where line <> '' and state in ('queued', 'running', 'saving');

alter table waiting_visitors add column line text not null default '';
update waiting_visitors set line = visitor_id;
create index waiting_visitors_by_line on waiting_visitors (line, turn);

create table waiting_lines (
  line text primary key,
  turn bigint not null unique
) without rowid;
insert into waiting_lines (line, turn) select line, turn from waiting_visitors;
`,
};
