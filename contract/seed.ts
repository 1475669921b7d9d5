import { isInRange, numberRange } from "./control_range.ts";

/** Seeds are whole numbers from 0 to this. */
export const MAX_SEED = 2 ** 31 - 1;

const RANGE = { min: 0, max: MAX_SEED, step: 1 };

/** What a seed may be, in words. */
export function seedRange(): string {
  return numberRange(RANGE);
}

/** Whether a value is a seed. */
export function isSeed(value: unknown): value is number {
  return Number.isInteger(value) && isInRange(RANGE, value);
}

/** The seed that a form's text means; `undefined` when it is none. */
export function readSeed(text: string): number | undefined {
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : undefined;
  return isSeed(seed) ? seed : undefined;
}

/** Any seed, by chance. */
export function randomSeed(): number {
  const [bits = 0] = crypto.getRandomValues(new Uint32Array(1));
  return bits & MAX_SEED;
}
