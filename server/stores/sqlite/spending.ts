import type { Charged } from "../../../contract/problem.ts";
import type { Generation } from "../../generation/generation.ts";
import type {
  AddOutcome,
  NewGeneration,
  SpendLimits,
} from "../../generation/ports/generation_store.ts";
import { readerOf } from "./row_reader.ts";
import {
  DELETE_OLD_SPENDING,
  DELETE_SPENDING,
  INSERT_SPENDING,
  SET_SPENDING,
  SUM_SPENT,
  SUM_SPENT_BY_VISITOR,
} from "./spending_statements.ts";
import type { SqliteDatabase } from "./sqlite_database.ts";

/** Limits count within a day; what is older than this cannot matter to any of them. */
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;

/** The refusal of an addition that goes beyond a limit; call it in the addition's transaction. */
export function findSpendRefusal(
  database: SqliteDatabase,
  addition: NewGeneration,
  limits: SpendLimits | undefined,
): AddOutcome | undefined {
  if (!limits || !isOnInstance(addition)) return undefined;
  const { since, maxMicroUsd, maxMicroUsdPerVisitor, maxFilmsPerVisitor } = limits;
  const cost = costOf(addition);
  const isBeyond = (spent: number, more: number, limit = Infinity) => spent + more > limit;
  const all = readerOf(database.row(SUM_SPENT, [since])).number("micro_usd");
  if (isBeyond(all, cost, maxMicroUsd)) {
    return { kind: "spend-limit", whose: "instance", counted: "dollars" };
  }
  const own = readerOf(database.row(SUM_SPENT_BY_VISITOR, [addition.visitorId, since]));
  if (isBeyond(own.number("micro_usd"), cost, maxMicroUsdPerVisitor)) {
    return { kind: "spend-limit", whose: "visitor", counted: "dollars" };
  }
  if (isBeyond(own.number("films"), 1, maxFilmsPerVisitor)) {
    return { kind: "spend-limit", whose: "visitor", counted: "films" };
  }
  return undefined;
}

/** Counts an addition at what is reserved for it from now on; call it in the addition's transaction. */
export function noteSpending(database: SqliteDatabase, addition: NewGeneration, at: number): void {
  if (!isOnInstance(addition)) return;
  const { id, visitorId } = addition;
  database.run(DELETE_OLD_SPENDING, [at - KEPT_MS]);
  database.run(INSERT_SPENDING, [id, visitorId, at, costOf(addition)]);
}

/**
 * What has ended counts at the price of the route that it went over instead of what was reserved for
 * it; without a charge it takes nothing of any limit.
 */
export function settleSpending(
  database: SqliteDatabase,
  { id, route }: Pick<Generation, "id" | "route">,
  charged: Charged,
): void {
  if (charged === "no") return void database.run(DELETE_SPENDING, [id]);
  if (route?.microUsd !== undefined) database.run(SET_SPENDING, [id, route.microUsd]);
}

function costOf({ reservedMicroUsd, estimatedMicroUsd = 0 }: NewGeneration): number {
  return reservedMicroUsd ?? estimatedMicroUsd;
}

function isOnInstance({ payer, cachedFilm }: NewGeneration): boolean {
  return payer === "instance" && cachedFilm === undefined;
}
