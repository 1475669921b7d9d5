/**
 * Importing this module puts the variables of `./.env` into the process environment, where they
 * are not set yet.
 *
 * @module
 */
import { loadSync } from "./mod.ts";

loadSync({ export: true });
