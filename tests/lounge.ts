import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { createApp } from "../server/app.ts";
import { parseConfig } from "../server/config.ts";
import type { Log, LogFacts } from "../server/log.ts";
import { closeWorkers, openWorkers } from "../server/opening/base.ts";
import { openServices, type ServicesOptions } from "../server/opening/services.ts";
import type { Services } from "../server/services.ts";
import { serveRequests, type WebHandler } from "../server/serving/web_server.ts";
import { INSTANCE_FILE } from "../server/stores/instance_id.ts";
import { addBuild } from "./built_app.ts";
import { checkLater } from "./late_checks.ts";

/** The whole app, serving on a port of its own with folders of its own. */
export interface Lounge extends AsyncDisposable {
  /** Origin without a trailing slash. */
  readonly url: string;
  readonly services: Services;
  /** Sentences of the log's errors so far; empty it if the test expects some. */
  readonly loggedErrors: string[];
  /** Every line of the log so far, with all its facts. */
  readonly logLines: readonly string[];
  /** Names of the files in the videos folder, drafts included. */
  listVideos(): string[];
  /** Names of the files in the folder of uploads. */
  listUploads(): string[];
}

/** How a lounge differs from one that is served as it is. */
interface LoungeOptions extends Omit<ServicesOptions, "lent"> {
  /** What stands between visitors and the app. */
  readonly between?: (handler: WebHandler) => WebHandler;
}

/** Shared by all lounges of a test file, because threads are slow to begin. */
const workers = openWorkers();

/** Starts the app with these settings on top of none; errors in its log fail the test. */
export async function startLounge(
  settings: Record<string, string> = {},
  { between = (handler) => handler, ...options }: LoungeOptions = {},
): Promise<Lounge> {
  const directory = await Deno.makeTempDir({ prefix: "lounge-" });
  const videos = join(directory, "videos");
  const config = parseConfig({
    VIDEOS_DIR: videos,
    DATA_DIR: join(directory, "data"),
    // All of a test's visitors share one address.
    UPLOADS_AT_ONCE_PER_ADDRESS: "0",
    DAILY_SPEND_LIMIT_USD: "0",
    UPLOADS_PER_MINUTE_PER_ADDRESS: "0",
    ...settings,
  });
  const loggedErrors: string[] = [];
  const logLines: string[] = [];
  const services = await openServices(config, recordLog(logLines, loggedErrors), {
    lent: workers,
    ...options,
  });
  services.start();
  const app = createApp(services);
  await addBuild(app);
  const server = await serveRequests(between(app.handler()), {
    hostname: "127.0.0.1",
    port: 0,
    log: services.log,
    maxConnections: 1000,
    proxies: config.TRUSTED_PROXIES,
  });
  const list = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name);
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    services,
    loggedErrors,
    logLines,
    listVideos: () => list(videos).filter((name) => name !== INSTANCE_FILE),
    listUploads: () => list(join(directory, "data", "uploads")),
    async [Symbol.asyncDispose]() {
      await Promise.all([server.shutdown(), services.stop({ graceMs: 0 })]);
      await services.close();
      await Deno.remove(directory, { recursive: true });
      checkLater(() => assertEquals(loggedErrors, [], "the server logged errors"));
    },
  };
}

/** Ends the shared threads; they would keep a program that is no test run from ending. */
export function stopWorkers(): void {
  closeWorkers(workers);
}

function recordLog(lines: string[], errors: string[]): Log {
  const record = (sentence: string, facts?: LogFacts) => {
    const line = `${sentence} ${Deno.inspect(facts, { depth: 10 })}`;
    lines.push(line);
    return line;
  };
  return {
    info: (sentence, facts) => void record(sentence, facts),
    error: (sentence, facts) => void errors.push(record(sentence, facts)),
  };
}
