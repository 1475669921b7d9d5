/** Serves the built app: the process behind `deno task start`. */
// deno-lint-ignore-file no-console -- this tool talks to the person at the terminal
import { type Config, ConfigError, loadConfig, readEnvironment } from "../server/config.ts";
import { StorageError } from "../server/errors.ts";
import { oldNameNotes } from "../server/old_names.ts";
import { RegistryError } from "../server/models/registry_error.ts";
import type { Services } from "../server/services.ts";
import { startNotice } from "./start_notice.ts";

type Handler = Deno.ServeHandler<Deno.NetAddr>;

const BUILT_SERVER = new URL("../_fresh/server.js", import.meta.url);
/** How long a video that cannot be handed over may go on after the first signal to stop. */
const WORK_GRACE_MS = 6000;
/** When the last downloads are cut off; whoever runs containers usually waits for ten seconds. */
const STOP_GRACE_MS = 8500;
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

async function loadApp(): Promise<{ readonly handler: Handler; readonly services: Services }> {
  try {
    const { services } = await import(MAIN.href);
    const { default: server } = await import(BUILT_SERVER.href);
    return { handler: server.fetch, services };
  } catch (error) {
    if (error instanceof RegistryError) {
      return giveUp(["These model files cannot be used:", ...error.faults].join("\n  "));
    }
    if (!isStorageFault(error)) throw error;
    return giveUp(`${storageFault(error)} Check VIDEOS_DIR and DATA_DIR.`);
  }
}

/** The file system refuses something; its errors have these classes and no common one. */
function isStorageFault(error: unknown): error is Error {
  return error instanceof StorageError ||
    Object.values(Deno.errors).some((kind) => error instanceof kind);
}

/** What the system said; the sentence around it is for visitors. */
function storageFault(error: Error): string {
  const { message } = error instanceof StorageError && error.cause instanceof Error
    ? error.cause
    : error;
  return `The server cannot keep its files. ${message.replace(/\.?$/, ".")}`;
}

function listen(
  config: Config,
  { handler, notes }: { readonly handler: Handler; readonly notes: readonly string[] },
) {
  try {
    return Deno.serve({
      hostname: config.HOST,
      port: config.PORT,
      // Pages, scripts and JSON; videos, ranges and event streams go out as they are.
      automaticCompression: true,
      onListen: (address) => console.log(startNotice(config, { address, notes })),
    }, handler);
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      return giveUp(
        `Port ${config.PORT} is taken. Stop the other program, or set PORT to a free one.`,
      );
    }
    if (error instanceof Deno.errors.PermissionDenied) {
      return giveUp(
        `Port ${config.PORT} may not be opened by this user. Set PORT to 1024 or more.`,
      );
    }
    return giveUp(`Cannot listen on HOST=${config.HOST}: it is not an address of this machine.`);
  }
}

const config = await readConfig();
const app = await loadApp();
const notes = oldNameNotes(await readEnvironment());
const server = listen(config, { ...app, notes });
void app.services.warmUp();

/** Ends in time whatever happens: what is not finished is taken up by the next start. */
async function stop(): Promise<void> {
  const isOut = Promise.withResolvers<void>();
  setTimeout(isOut.resolve, STOP_GRACE_MS);
  const lastRequest = server.shutdown();
  const work = app.services.stop({ graceMs: WORK_GRACE_MS });
  await Promise.race([Promise.all([work, lastRequest]), isOut.promise]);
  await app.services.close();
}

let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, async () => {
    if (isStopping) Deno.exit(1);
    isStopping = true;
    await stop();
    Deno.exit(0);
  });
}
