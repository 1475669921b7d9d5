/** The statements of what was spent. SQL that PostgreSQL takes too, with `$1` for `?1`. */

/** since */
export const SUM_SPENT =
  "select coalesce(sum(micro_usd), 0) as micro_usd from spending where at >= ?1";

/** visitor, since */
export const SUM_SPENT_BY_VISITOR = `
select count(*) as films, coalesce(sum(micro_usd), 0) as micro_usd from spending
where visitor_id = ?1 and at >= ?2`;

/** generation id, visitor, time, millionths of a dollar */
export const INSERT_SPENDING =
  "insert into spending (generation_id, visitor_id, at, micro_usd) values (?1, ?2, ?3, ?4)";

/** generation id, millionths of a dollar */
export const SET_SPENDING = "update spending set micro_usd = ?2 where generation_id = ?1";

/** generation id */
export const DELETE_SPENDING = "delete from spending where generation_id = ?1";

/** time */
export const DELETE_OLD_SPENDING = "delete from spending where at < ?1";
