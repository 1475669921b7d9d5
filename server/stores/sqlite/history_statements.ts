/**
 * The statements of what became of generations. They read an index over a span of time and group
 * what is in it. SQL that PostgreSQL takes too, with `$1` for `?1`.
 */

/** since */
export const COUNT_OUTCOMES = `
select model_id, coalesce(served_by, provider_id) as service, state, failure_code,
  count(*) as generations, max(ended_at) as last_at
from generations
where ended_at >= ?1 and is_cached = 0 and started_at is not null
group by model_id, coalesce(served_by, provider_id), state, failure_code`;

/** since; percentiles by nearest rank. The state is told so that no index on it seems better. */
export const MEASURE_SPANS = `
with films as (
  select model_id, coalesce(served_by, provider_id) as service, ended_at - started_at as duration
  from generations
  where ended_at >= ?1 and is_cached = 0 and state not in ('failed', 'canceled')
), ranked as (
  select model_id, service, duration,
    row_number() over (partition by model_id, service order by duration) as place,
    count(*) over (partition by model_id, service) as films
  from films
)
select model_id, service,
  max(case when place = (films * 50 + 99) / 100 then duration end) as p50,
  max(case when place = (films * 90 + 99) / 100 then duration end) as p90
from ranked group by model_id, service`;
