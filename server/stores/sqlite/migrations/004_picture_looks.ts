import type { Migration } from "../migrate.ts";

/**
 * What a look at each picture has shown, as JSON; null for generations from before, whose pictures
 * are looked at when they run.
 */
export const PICTURE_LOOKS: Migration = {
  name: "picture looks",
  sql: "alter table generations add column picture_look text;",
};
