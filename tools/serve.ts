/** Serves the built app: the process behind `deno task start`. */
// deno-lint-ignore-file no-console -- this tool talks to the person at the terminal
import { type Config, ConfigError, loadConfig, readEnvironment } from "../server/config.ts";
import { StorageError } from "../server/errors.ts";
import { openRegistry } from "../server/models/registry.ts";
import { RegistryError } from "../server/models/registry_error.ts";
import { createConsoleLog } from "../server/log.ts";
import type { Services } from "../server/services.ts";
import { affordableConnections } from "../server/serving/open_connections.ts";
import { serveRequests, type WebHandler, type WebServer } from "../server/serving/web_server.ts";
import { isRefusedBySystem, watchFaults, watchParents } from "./process_faults.ts";
import { startNotice } from "./start_notice.ts";

const BUILT_SERVER = new URL("../_fresh/server.js", import.meta.url);
/** How long a video that cannot be handed over may go on after the first signal to stop. */
const WORK_GRACE_MS = 6000;
/** When the last downloads are cut off; whoever runs containers usually waits for ten seconds. */
const STOP_GRACE_MS = 8500;
/** How long handing work back may take after a fault. */
const FAULT_GRACE_MS = 3000;
const MAIN = new URL("../main.ts", import.meta.url);

/** Ends the process with one plain sentence instead of a stack. */
function giveUp(sentence: string): never {
  console.error(sentence);
  Deno.exit(1);
}

async function readConfig(): Promise<Config> {
  try {
    return await loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return giveUp(["These settings are wrong:", ...error.faults].join("\n  "));
  }
}

interface LoadedApp {
  readonly handler: WebHandler;
  readonly services: Services;
}

async function loadApp(): Promise<LoadedApp> {
  try {
    const { services } = await import(MAIN.href);
    const { default: server } = await import(BUILT_SERVER.href);
    return { handler: server.fetch, services };
  } catch (error) {
    if (error instanceof RegistryError) {
      return giveUp(["These model files cannot be used:", ...error.faults].join("\n  "));
    }
    if (!(error instanceof StorageError || isRefusedBySystem(error))) throw error;
    return giveUp(`${storageFault(error)} Check VIDEOS_DIR and DATA_DIR.`);
  }
}

/** What the system said; the sentence around it is for visitors. */
function storageFault(error: Error): string {
  const { message } = error instanceof StorageError && error.cause instanceof Error
    ? error.cause
    : error;
  return `The server cannot keep its files. ${message.replace(/\.?$/, ".")}`;
}

/** Before anything is opened or claimed: a second start by mistake must not touch the first one's work. */
async function listen(
  { HOST: hostname, PORT: port, TRUSTED_PROXIES, LOG_FORMAT, LOG_LEVEL }: Config,
  app: Promise<LoadedApp>,
): Promise<WebServer> {
  const handler: WebHandler = async (request, info) => await (await app).handler(request, info);
  const options = {
    hostname,
    port,
    proxies: TRUSTED_PROXIES,
    log: createConsoleLog({ format: LOG_FORMAT, level: LOG_LEVEL }),
  };
  try {
    return await serveRequests(handler, { ...options, maxConnections: affordableConnections() });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
      return giveUp(`Port ${port} is taken. Stop the other program, or set PORT to a free one.`);
    }
    if (code === "EACCES") {
      return giveUp(`Port ${port} may not be opened by this user. Set PORT to 1024 or more.`);
    }
    return giveUp(`Cannot listen on HOST=${hostname}: it is not an address of this machine.`);
  }
}

const config = await readConfig();
const loaded = Promise.withResolvers<LoadedApp>();
const server = await listen(config, loaded.promise);
const app = await loadApp();
loaded.resolve(app);
watchFaults({ log: app.services.log, end: endAfterFault });
console.log(startNotice(config, {
  address: server.addr,
  registry: await openRegistry({ directory: config.MODELS_DIR }),
  environment: await readEnvironment(),
}));
void app.services.warmUp();

/** Ends in time whatever happens: what is not finished is taken up by the next start. */
async function stop(
  { workMs, allMs }: { readonly workMs: number; readonly allMs: number },
): Promise<void> {
  const isOut = Promise.withResolvers<void>();
  setTimeout(isOut.resolve, allMs);
  const lastRequest = server.shutdown();
  const work = app.services.stop({ graceMs: workMs });
  await Promise.race([Promise.all([work, lastRequest]), isOut.promise]);
  await app.services.close();
}

/** Nobody knows what is still true in this process: work goes back, and the next start takes it up. */
async function endAfterFault(): Promise<never> {
  setTimeout(() => Deno.exit(1), STOP_GRACE_MS);
  await stop({ workMs: 0, allMs: FAULT_GRACE_MS }).catch(() => {});
  Deno.exit(1);
}

let isStopping = false;

async function end(): Promise<never> {
  if (isStopping) Deno.exit(1);
  isStopping = true;
  await stop({ workMs: WORK_GRACE_MS, allMs: STOP_GRACE_MS });
  Deno.exit(0);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, end);
void watchParents((name) => Deno.env.get(name), () => {
  app.services.log.info("whoever started the server is gone: it ends");
  void end();
});
