/** The statements of accounts. SQL that PostgreSQL takes too, with `$1` for `?1`. */

/** issuer, subject */
export const FIND_LIBRARY = "select library_id from accounts where issuer = ?1 and subject = ?2";

/** library */
export const FIND_OWNER = "select subject from accounts where library_id = ?1";

/** issuer, subject, library, time */
export const INSERT_ACCOUNT =
  "insert into accounts (issuer, subject, library_id, created_at) values (?1, ?2, ?3, ?4)";

/** issuer, subject */
export const DELETE_ACCOUNT = "delete from accounts where issuer = ?1 and subject = ?2";

/** from, to; all whose time of creation is free there */
export const MOVE_GENERATIONS = `
update generations set visitor_id = ?2
where visitor_id = ?1 and not exists (
  select 1 from generations there
  where there.visitor_id = ?2 and there.created_at = generations.created_at)`;

/** visitor */
export const LIST_LEFT =
  "select id, created_at from generations where visitor_id = ?1 order by created_at";

/** generation id, to, time of creation */
export const MOVE_GENERATION =
  "update generations set visitor_id = ?2, created_at = ?3 where id = ?1";

/** from, to; keys that both used stay the library's */
export const DROP_DOUBLE_KEYS = `
delete from idempotency_keys where visitor_id = ?1
  and idempotency_key in (select idempotency_key from idempotency_keys where visitor_id = ?2)`;

/** from, to */
export const MOVE_KEYS = "update idempotency_keys set visitor_id = ?2 where visitor_id = ?1";

/** from, to; the library keeps the better of both places in the line */
export const MOVE_PLACE = `
insert into waiting_visitors (visitor_id, turn)
select cast(?2 as text), turn from waiting_visitors where visitor_id = ?1
on conflict (visitor_id) do update
  set turn = case when excluded.turn < waiting_visitors.turn then excluded.turn
    else waiting_visitors.turn end`;

/** visitor */
export const DROP_PLACE = "delete from waiting_visitors where visitor_id = ?1";

/** from, to */
export const MOVE_TOMBSTONES = "update tombstones set visitor_id = ?2 where visitor_id = ?1";

/** from, to */
export const MOVE_SPENDING = "update spending set visitor_id = ?2 where visitor_id = ?1";
