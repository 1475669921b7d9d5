/** The statements of runners. SQL that PostgreSQL takes too, with `$1` for `?1`. */

/** What waits for its visitor's token takes no one else's place. */
export const COUNT_RUNNING = `
select count(*) as generations from generations
where state in ('running', 'saving') and awaits_token = 0`;

/** most running generations of one visitor */
export const FIND_NEXT = `
select (select id from generations
        where state = 'queued' and visitor_id = w.visitor_id
        order by created_at limit 1) as id
from waiting_visitors w
where (select count(*) from generations
       where state in ('running', 'saving') and visitor_id = w.visitor_id) < ?1
order by w.turn limit 1`;

/** generation id, time, owner, end of the lease, submission */
export const START_ATTEMPT = `
update generations set state = 'running', attempt = attempt + 1, started_at = ?2,
  lease_owner = ?3, lease_until = ?4, submission = ?5
where id = ?1 returning attempt, visitor_id`;

/** time */
export const FIND_LOST =
  "select id from generations where lease_until <= ?1 order by lease_until limit 1";

/** generation id, owner, end of the lease */
export const TAKE_OVER = `
update generations set attempt = attempt + 1, lease_owner = ?2, lease_until = ?3,
  awaits_token = 0
where id = ?1 returning attempt`;

/** generation id, owner, attempt */
export const FIND_HELD = `
select state, visitor_id, is_cancel_requested from generations
where id = ?1 and lease_owner = ?2 and attempt = ?3`;

/** generation id, owner, attempt, end of the lease */
export const RENEW_LEASE = `
update generations set lease_until = ?4
where id = ?1 and lease_owner = ?2 and attempt = ?3 returning is_cancel_requested`;

/** generation id, owner, attempt, submission, service and route that it goes to where they are known */
export const NOTE_SUBMISSION = `
update generations set submission = ?4, served_by = coalesce(?5, served_by),
  route = coalesce(?6, route)
where id = ?1 and lease_owner = ?2 and attempt = ?3`;

/** generation id, owner, attempt, 0 or 1 */
export const NOTE_TOKEN_WAIT = `
update generations set awaits_token = ?4
where id = ?1 and lease_owner = ?2 and attempt = ?3`;

/** generation id, progress */
export const NOTE_PROGRESS = "update generations set progress = ?2 where id = ?1";

/** generation id */
export const START_SAVING = "update generations set state = 'saving' where id = ?1";

/** generation id */
export const RELEASE = `
update generations set state = 'queued', started_at = null, lease_owner = null,
  lease_until = null, submission = null, progress = null, served_by = null, awaits_token = 0
where id = ?1`;
