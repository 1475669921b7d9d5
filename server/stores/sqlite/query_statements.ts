/** The statements that only read. SQL that PostgreSQL takes too, with `$1` for `?1`. */

/** generation id */
export const FIND_TOMBSTONE = "select id, visitor_id, erased_at from tombstones where id = ?1";

/** visitor, before, limit */
export const LIST_OF_VISITOR = `
select * from generations where visitor_id = ?1 and created_at < ?2
order by created_at desc limit ?3`;

/** visitor, hash, limit */
export const LIST_OF_PICTURE = `
select * from generations
where state = 'succeeded' and visitor_id = ?1 and picture_sha256 = ?2
order by created_at desc limit ?3`;

/** limit */
export const LIST_PUBLIC = `
select * from generations where state = 'succeeded' and is_public = 1
order by created_at desc limit ?1`;

/** generation id, number */
export const LIST_EVENTS =
  "select seq, at, event from events where generation_id = ?1 and seq > ?2 order by seq";

/**
 * generation id. Each visitor in the line is served once a round. Before the visitor's n-th queued
 * generation come up to n of everyone who stands ahead, and up to n - 1 of everyone behind.
 */
export const QUEUE_POSITION = `
with asked as (
  select w.turn, (select count(*) from generations e
                  where e.state = 'queued' and e.visitor_id = g.visitor_id
                    and e.created_at <= g.created_at) as round
  from generations g join waiting_visitors w on w.visitor_id = g.visitor_id
  where g.id = ?1 and g.state = 'queued'
), others as (
  select q.queued, case when w.turn <= a.turn then a.round else a.round - 1 end as rounds
  from asked a, waiting_visitors w join (
    select visitor_id, count(*) as queued from generations
    where state = 'queued' group by visitor_id
  ) q on q.visitor_id = w.visitor_id
)
select sum(case when queued < rounds then queued else rounds end) as position from others`;

/** hash, model, seed, recipe key */
export const FIND_SAME_FILM = `
select * from generations
where state = 'succeeded' and picture_sha256 = ?1 and model_id = ?2 and seed = ?3
  and recipe_key = ?4
order by created_at desc limit 1`;

/**
 * visitor, since, hash, model, is explicit, seed, recipe key; a seed that nobody chose differs every
 * time
 */
export const FIND_SAME_REQUEST = `
select * from generations
where visitor_id = ?1 and created_at >= ?2 and picture_sha256 = ?3 and model_id = ?4
  and is_seed_explicit = ?5 and (is_seed_explicit = 0 or seed = ?6) and recipe_key = ?7
  and state not in ('failed', 'canceled') and is_cancel_requested = 0
order by created_at desc limit 1`;

/** time, limit */
export const LIST_EXPIRED = `
select * from generations where ended_at is not null and expires_at <= ?1
order by expires_at limit ?2`;

/** model, limit */
export const LIST_DURATIONS = `
select ended_at - started_at as duration from generations
where state = 'succeeded' and is_cached = 0 and model_id = ?1
order by ended_at desc limit ?2`;

export const COUNT_STATES = "select state, count(*) as generations from generations group by state";
