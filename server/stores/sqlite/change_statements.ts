/**
 * The statements that change generations. They are SQL that PostgreSQL takes too, with `$1` for
 * `?1`; each comment names the values in order.
 */

/** generation id */
export const FIND_GENERATION = "select * from generations where id = ?1";

/**
 * id, visitor, provider, model, seed, is explicit, hash, bytes, batch, created, expires, cached,
 * started, prompt, settings, shape, crop, recipe key, served by, payer, estimate, reserved, route
 */
export const INSERT_GENERATION = `
insert into generations (id, visitor_id, provider_id, model_id, seed, is_seed_explicit,
  picture_sha256, picture_bytes, batch, created_at, expires_at, is_cached, started_at,
  prompt, settings, shape, crop, recipe_key, served_by, payer, estimated_micro_usd,
  reserved_micro_usd, route, state)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
  ?21, ?22, ?23, 'queued')`;

/** visitor, time of creation */
export const FIND_AT_TIME = "select id from generations where visitor_id = ?1 and created_at = ?2";

/** visitor */
export const COUNT_UNFINISHED = `
select count(*) as generations from generations
where visitor_id = ?1 and state in ('queued', 'running', 'saving')`;

/** visitor, key */
export const FIND_KEY = `
select g.*, k.fingerprint from idempotency_keys k join generations g on g.id = k.generation_id
where k.visitor_id = ?1 and k.idempotency_key = ?2`;

/** visitor, key, fingerprint, generation id */
export const INSERT_KEY = `
insert into idempotency_keys (visitor_id, idempotency_key, fingerprint, generation_id)
values (?1, ?2, ?3, ?4)`;

/** generation id */
export const NEXT_SEQ =
  "update generations set last_seq = last_seq + 1 where id = ?1 returning last_seq";

/** generation id, number, time, event */
export const INSERT_EVENT =
  "insert into events (generation_id, seq, at, event) values (?1, ?2, ?3, ?4)";

/** generation id, state, time, film, failure, its code, charged */
export const END_GENERATION = `
update generations set state = ?2, ended_at = ?3, film = ?4, failure = ?5, failure_code = ?6,
  charged = ?7, lease_owner = null, lease_until = null, submission = null, progress = null,
  awaits_token = 0
where id = ?1`;

/** generation id */
export const MARK_CANCEL_REQUESTED =
  "update generations set is_cancel_requested = 1 where id = ?1 and is_cancel_requested = 0";

/** generation id, 0 or 1 */
export const SET_PUBLIC = "update generations set is_public = ?2 where id = ?1";

/** generation id, visitor, time */
export const INSERT_TOMBSTONE =
  "insert into tombstones (id, visitor_id, erased_at) values (?1, ?2, ?3)";

/** generation id; its events and its key go with it */
export const DELETE_GENERATION = "delete from generations where id = ?1";

/** visitor; joins at the end of the line, or stays where he stands */
export const JOIN_LINE = `
insert into waiting_visitors (visitor_id, turn)
select cast(?1 as text), coalesce(max(turn), 0) + 1 from waiting_visitors where true
on conflict (visitor_id) do nothing`;

/** visitor; goes to the front of the line */
export const JOIN_FRONT = `
insert into waiting_visitors (visitor_id, turn)
select cast(?1 as text), coalesce(min(turn), 0) - 1 from waiting_visitors where true
on conflict (visitor_id) do update set turn = excluded.turn`;

/** visitor */
export const GO_TO_END = `
update waiting_visitors set turn = (select max(turn) + 1 from waiting_visitors)
where visitor_id = ?1`;

/** visitor; leaves the line when nothing of his is queued */
export const LEAVE_LINE = `
delete from waiting_visitors where visitor_id = ?1
  and not exists (select 1 from generations where visitor_id = ?1 and state = 'queued')`;
