import type { Migration } from "../migrate.ts";

/**
 * What comes to an end. The name that a video's file is served under is another secret than its page's
 * id and changes when sharing ends; names from before stay until then. When sharing ended, for keys in
 * addresses, and when an account was signed out everywhere, for its sessions: 0 for never. And whether
 * the prompt is shown beside a shared video, as it was before.
 */
export const ENDS: Migration = {
  name: "ends",
  sql: `
alter table generations add column file_name text not null default '';
update generations set file_name = id;
create unique index generations_by_file_name on generations (file_name);
alter table generations add column unshared_at bigint not null default 0;
alter table generations add column is_prompt_shared integer not null default 0;
update generations set is_prompt_shared = is_public;
alter table accounts add column signed_out_at bigint not null default 0;
`,
};
