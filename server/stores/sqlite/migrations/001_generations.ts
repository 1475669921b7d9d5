import type { Migration } from "../migrate.ts";

/**
 * Generations, their events, the line of waiting visitors, idempotency keys and tombstones.
 * Times are milliseconds since 1970, flags 0 or 1; film, failure, progress, submission and event
 * are JSON. `events.seq` counts from 1 in each generation.
 */
export const GENERATIONS: Migration = {
  name: "generations",
  sql: `
create table generations (
  id text primary key,
  visitor_id text not null,
  provider_id text not null,
  model_id text not null,
  seed bigint not null,
  is_seed_explicit integer not null,
  picture_sha256 text not null,
  picture_bytes bigint not null,
  batch text,
  created_at bigint not null,
  expires_at bigint,
  attempt integer not null default 0,
  last_seq integer not null default 0,
  is_cached integer not null,
  is_public integer not null default 0,
  is_cancel_requested integer not null default 0,
  state text not null,
  started_at bigint,
  lease_owner text,
  lease_until bigint,
  submission text,
  progress text,
  ended_at bigint,
  film text,
  failure text,
  charged text,
  unique (visitor_id, created_at)
);
create index generations_by_state on generations (state, visitor_id, created_at);
create index generations_by_lease on generations (lease_until) where lease_until is not null;
create index generations_by_expiry on generations (expires_at) where ended_at is not null;
create index generations_by_recipe on generations (picture_sha256, model_id, seed, created_at)
  where state = 'succeeded';
create index generations_by_duration on generations (model_id, ended_at)
  where state = 'succeeded' and is_cached = 0;
create index generations_shared on generations (state, created_at) where is_public = 1;

create table events (
  generation_id text not null references generations (id) on delete cascade,
  seq integer not null,
  at bigint not null,
  event text not null,
  primary key (generation_id, seq)
) without rowid;

-- Whoever has queued generations stands here once; the lowest turn is next.
create table waiting_visitors (
  visitor_id text primary key,
  turn bigint not null
) without rowid;
create index waiting_visitors_by_turn on waiting_visitors (turn);

create table idempotency_keys (
  visitor_id text not null,
  idempotency_key text not null,
  fingerprint text not null,
  generation_id text not null references generations (id) on delete cascade,
  primary key (visitor_id, idempotency_key)
) without rowid;
create index idempotency_keys_by_generation on idempotency_keys (generation_id);

create table tombstones (
  id text primary key,
  visitor_id text not null,
  erased_at bigint not null
) without rowid;
`,
};
