import type { Migration } from "./migrate.ts";
import { GENERATIONS } from "./migrations/001_generations.ts";

/** Every step from an empty database to the schema that the statements expect, in order. */
export const MIGRATIONS: readonly Migration[] = [GENERATIONS];
