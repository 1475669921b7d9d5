import type { Migration } from "./migrate.ts";
import { GENERATIONS } from "./migrations/001_generations.ts";
import { RECIPES_AND_ACCOUNTS } from "./migrations/002_recipes_and_accounts.ts";
import { ROUTES } from "./migrations/003_routes.ts";
import { PICTURE_LOOKS } from "./migrations/004_picture_looks.ts";
import { VIDEOS } from "./migrations/005_videos.ts";
import { BATCHES } from "./migrations/006_batches.ts";
import { UPKEEP } from "./migrations/007_upkeep.ts";
import { LINES } from "./migrations/008_lines.ts";
import { ENDS } from "./migrations/009_ends.ts";

/** Every step from an empty database to the schema that the statements expect, in order. */
export const MIGRATIONS: readonly Migration[] = [
  GENERATIONS,
  RECIPES_AND_ACCOUNTS,
  ROUTES,
  PICTURE_LOOKS,
  VIDEOS,
  BATCHES,
  UPKEEP,
  LINES,
  ENDS,
];
