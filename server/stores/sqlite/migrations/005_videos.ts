import type { Migration } from "../migrate.ts";

/**
 * What was called a film is called a video: the column, the member of stored events, and the kind of
 * price in the routes of generations.
 */
export const VIDEOS: Migration = {
  name: "videos",
  sql: `
alter table generations rename column film to video;

update events
set event = json_set(json_remove(event, '$.film'), '$.video', json_extract(event, '$.film'))
where json_type(event, '$.film') is not null;

update generations
set route = json_set(route, '$.priceKind',
  replace(json_extract(route, '$.priceKind'), 'per-film', 'per-video'))
where json_extract(route, '$.priceKind') like 'per-film%';
`,
};
