import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { createBuilder } from "../dev.ts";
import { createApp } from "../server/app.ts";
import { parseConfig } from "../server/config.ts";
import type { Log, LogFacts } from "../server/log.ts";
import { createServices, type Services } from "../server/services.ts";

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

type ApplySnapshot = Awaited<ReturnType<ReturnType<typeof createBuilder>["build"]>>;
let snapshot: Promise<ApplySnapshot> | undefined;

/** Starts the app with these settings on top of none; the disposal fails on unexpected errors. */
export async function startLounge(settings: Record<string, string> = {}): Promise<Lounge> {
  const directory = await Deno.makeTempDir({ prefix: "lounge-" });
  const videos = join(directory, "videos");
  const config = parseConfig({
    VIDEOS_DIR: videos,
    DATA_DIR: join(directory, "data"),
    ...settings,
  });
  const loggedErrors: string[] = [];
  const logLines: string[] = [];
  const services = createServices(config, recordLog(logLines, loggedErrors));
  await services.open();
  const app = createApp(services);
  snapshot ??= createBuilder().build({ snapshot: "memory" });
  (await snapshot)(app);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, app.handler());
  const list = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name);
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    services,
    loggedErrors,
    logLines,
    listVideos: () => list(videos),
    listUploads: () => list(join(directory, "data", "uploads")),
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      services.close();
      await Deno.remove(directory, { recursive: true });
      assertEquals(loggedErrors, [], "the server logged errors");
    },
  };
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
