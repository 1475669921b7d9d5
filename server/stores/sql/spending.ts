import { DAY_MS } from "../../../contract/dates.ts";
import type { Charged } from "../../../contract/problem.ts";
import type { Generation } from "../../generation/generation.ts";
import type {
  AddOutcome,
  NewGeneration,
  SpendLimits,
} from "../../generation/ports/admission_store.ts";
import type { SpentVideo } from "../../generation/spend_report.ts";
import { readerOf } from "./row_reader.ts";
import type { SqlReader, SqlTransaction } from "./sql_database.ts";

/** Limits count within a day; whose money it was cannot matter to any of them after this. */
const VISITORS_KEPT_MS = 3 * DAY_MS;
/** The operator is told of a whole month. */
const KEPT_MS = 32 * DAY_MS;

/** The refusal of an addition that goes beyond a limit, in the addition's transaction. */
export async function findSpendRefusal(
  tx: SqlTransaction,
  addition: NewGeneration,
  limits: SpendLimits | undefined,
): Promise<AddOutcome | undefined> {
  if (!limits || !isOnInstance(addition)) return undefined;
  const { since, maxMicroUsd, maxMicroUsdPerVisitor, maxVideosPerVisitor } = limits;
  const cost = costOf(addition);
  const isBeyond = (spent: number, more: number, limit = Infinity) => spent + more > limit;
  if (isBeyond(await sumSpent(tx, since), cost, maxMicroUsd)) {
    return { kind: "spend-limit", whose: "instance", counted: "dollars" };
  }
  const own = await sumSpentBy(tx, addition.visitorId, since);
  if (isBeyond(own.microUsd, cost, maxMicroUsdPerVisitor)) {
    return { kind: "spend-limit", whose: "visitor", counted: "dollars" };
  }
  if (isBeyond(own.videos, 1, maxVideosPerVisitor)) {
    return { kind: "spend-limit", whose: "visitor", counted: "videos" };
  }
  return undefined;
}

/** What is spent and reserved since then, by everyone, in millionths of a US dollar. */
export async function sumSpent(reader: SqlReader, since: number): Promise<number> {
  const row = await reader.row(
    "select coalesce(sum(micro_usd), 0) as micro_usd from spending where at >= $since",
    { since },
  );
  return readerOf(row).number("micro_usd");
}

async function sumSpentBy(
  tx: SqlTransaction,
  visitorId: string,
  since: number,
): Promise<{ readonly videos: number; readonly microUsd: number }> {
  const row = await tx.row(
    `select count(*) as videos, coalesce(sum(micro_usd), 0) as micro_usd from spending
    where visitor_id = $visitorId and at >= $since`,
    { visitorId, since },
  );
  return { videos: readerOf(row).number("videos"), microUsd: readerOf(row).number("micro_usd") };
}

/** Counts an addition at what is reserved for it from now on, in the addition's transaction. */
export async function noteSpending(
  tx: SqlTransaction,
  addition: NewGeneration,
  at: number,
): Promise<void> {
  if (!isOnInstance(addition)) return;
  const { id, visitorId } = addition;
  await tx.run("delete from spending where at < $before", { before: at - KEPT_MS });
  // Over the index by visitor, which holds those alone that still have one.
  await tx.run(
    "update spending set visitor_id = '' where visitor_id > '' and +at < $before",
    { before: at - VISITORS_KEPT_MS },
  );
  await tx.run(
    `insert into spending (generation_id, visitor_id, at, micro_usd)
    values ($id, $visitorId, $at, $microUsd)`,
    { id, visitorId, at, microUsd: costOf(addition) },
  );
}

/**
 * What has ended counts at the price of the route that it went over instead of what was reserved for
 * it; without a charge it takes nothing of any limit.
 */
export async function settleSpending(
  tx: SqlTransaction,
  { id, route }: Pick<Generation, "id" | "route">,
  charged: Charged,
): Promise<void> {
  if (charged === "no") {
    await tx.run("delete from spending where generation_id = $id", { id });
  } else if (route?.microUsd !== undefined) {
    await tx.run("update spending set micro_usd = $microUsd where generation_id = $id", {
      id,
      microUsd: route.microUsd,
    });
  }
}

/** All that is kept of what the instance paid for, or may have, in no order. */
export async function readSpending(reader: SqlReader): Promise<SpentVideo[]> {
  const rows = await reader.rows(
    `select s.visitor_id, s.at, s.micro_usd,
      coalesce(g.state in ('queued', 'running', 'saving'), 0) as is_under_way
    from spending s left join generations g on g.id = s.generation_id where s.at >= 0`,
  );
  return rows.map((row) => {
    const spent = readerOf(row);
    return {
      visitorId: spent.text("visitor_id"),
      at: spent.number("at"),
      microUsd: spent.number("micro_usd"),
      isUnderWay: spent.flag("is_under_way"),
    };
  });
}

function costOf({ reservedMicroUsd, estimatedMicroUsd = 0 }: NewGeneration): number {
  return reservedMicroUsd ?? estimatedMicroUsd;
}

function isOnInstance({ payer, cachedVideo }: NewGeneration): boolean {
  return payer === "instance" && cachedVideo === undefined;
}
