/** Prints what this instance has spent: the command behind `deno task spend`. Changes nothing. */
// deno-lint-ignore-file no-console -- this tool talks to the person at the terminal
import { join } from "node:path";
import { formatShare, formatUsd } from "../contract/units.ts";
import { ConfigError, loadConfig } from "../server/config.ts";
import { StorageError } from "../server/errors.ts";
import { type CapUse, type SpendReport, spendReport } from "../server/generation/spend_report.ts";
import { capsOf } from "../server/opening/models.ts";
import { readSpending } from "../server/stores/sql/spending.ts";
import { MIGRATIONS } from "../server/stores/sqlite/schema.ts";
import { SqliteConnection } from "../server/stores/sqlite/sqlite_connection.ts";

function giveUp(sentence: string): never {
  console.error(sentence);
  Deno.exit(1);
}

/** Reads beside a server that runs, and beside none. */
async function readReport(): Promise<SpendReport> {
  const config = await loadConfig();
  const path = join(config.DATA_DIR, "lounge.sqlite");
  const connection = SqliteConnection.openReader(path);
  try {
    const schema = connection.row("pragma user_version")?.["user_version"];
    if (schema !== MIGRATIONS.length) {
      giveUp(`${path} has schema ${schema}, and this version reads schema ${MIGRATIONS.length}.`);
    }
    const videos = await readSpending({
      row: (sql, values) => Promise.resolve(connection.row(sql, values)),
      rows: (sql, values) => Promise.resolve(connection.rows(sql, values)),
    });
    return spendReport(videos, { caps: capsOf(config), now: Date.now() });
  } finally {
    connection.close();
  }
}

function linesOf({ at, today, thisMonth, underWay, caps }: SpendReport): string[] {
  const times = [["Today", today], ["This month", thisMonth]] as const;
  return [
    `What this instance pays for, at ${at} (days and months are UTC)`,
    "",
    ...times.map(([name, { spentUsd, reservedUsd, videos }]) =>
      `  ${name.padEnd(10)}  ${formatUsd(spentUsd)} spent, ${formatUsd(reservedUsd)} in reserve, ` +
      `videos: ${videos}`
    ),
    `  Under way   ${formatUsd(underWay.reservedUsd)} in reserve, videos: ${underWay.videos}`,
    "",
    ...(caps.length === 0 ? ["  No cap is set."] : caps.map(capLine)),
  ];
}

function capLine({ setting, limit, used, unit, isPerVisitor }: CapUse): string {
  const [now, most] = unit === "videos" ? [used, limit] : [formatUsd(used), formatUsd(limit)];
  const share = limit === 0 ? "" : ` (${formatShare(used / limit)})`;
  const whose = isPerVisitor ? ", by the visitor who is nearest to it" : "";
  return `  ${setting.padEnd(33)}  ${now} of ${most}${share}${whose}`;
}

try {
  const report = await readReport();
  const isJson = Deno.args.includes("--json");
  console.log(isJson ? JSON.stringify(report, null, 2) : linesOf(report).join("\n"));
} catch (error) {
  if (error instanceof ConfigError) giveUp(error.message);
  if (!(error instanceof StorageError)) throw error;
  const said = error.cause instanceof Error ? error.cause.message : error.message;
  giveUp(`The database in DATA_DIR cannot be read: ${said}. Has the server been started yet?`);
}
