import type { Migration } from "../migrate.ts";

/**
 * Whole recipes, who serves and who pays, what may have been spent, and accounts. Settings and crop
 * are JSON; amounts are millionths of a US dollar.
 *
 * Generations from before had no settings: theirs are `{}`, with the empty recipe key.
 */
export const RECIPES_AND_ACCOUNTS: Migration = {
  name: "recipes and accounts",
  sql: `
alter table generations add column prompt text;
alter table generations add column settings text not null default '{}';
alter table generations add column shape text;
alter table generations add column crop text;
alter table generations add column recipe_key text not null default '';
alter table generations add column served_by text;
alter table generations add column payer text not null default 'instance';
alter table generations add column estimated_micro_usd bigint;
alter table generations add column awaits_token integer not null default 0;
alter table generations add column failure_code text;

update generations set payer = 'nobody' where provider_id = 'local-engine';
update generations set failure_code = json_extract(failure, '$.code'),
  charged = json_extract(failure, '$.charged') where state = 'failed';

drop index generations_by_recipe;
create index generations_by_recipe
  on generations (picture_sha256, model_id, seed, recipe_key, created_at)
  where state = 'succeeded';
create index generations_by_end
  on generations (ended_at, is_cached, model_id, served_by, provider_id, state, failure_code,
    started_at)
  where ended_at is not null;

-- Films that the instance pays for, or may have paid for: erasing one does not give its money back.
create table spending (
  generation_id text primary key,
  visitor_id text not null,
  at bigint not null,
  micro_usd bigint not null
) without rowid;
create index spending_by_time on spending (at, micro_usd);
create index spending_by_visitor on spending (visitor_id, at, micro_usd);
insert into spending (generation_id, visitor_id, at, micro_usd)
select id, visitor_id, created_at, 0 from generations
where payer = 'instance' and is_cached = 0 and (charged is null or charged <> 'no');

create index tombstones_by_visitor on tombstones (visitor_id);

-- Whoever signed in, and the visitor id that their generations are kept under.
create table accounts (
  issuer text not null,
  subject text not null,
  library_id text not null unique,
  created_at bigint not null,
  primary key (issuer, subject)
) without rowid;
`,
};
