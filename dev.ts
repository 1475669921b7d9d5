import { Builder } from "fresh/dev";
import { freshConfig } from "./fresh.config.ts";
import { loadConfig, useFolders } from "./server/config.ts";
import { buildIsCurrent, rememberBuild } from "./tools/build_fingerprint.ts";
import { isRefusedBySystem } from "./tools/process_faults.ts";
import { openAt } from "./tools/start_notice.ts";
import { addStylesheet } from "./tools/stylesheet.ts";

/** The builder with this app's static-file transforms. */
export function createBuilder(): Builder {
  const builder = new Builder({ ...freshConfig.build, root: import.meta.dirname });
  addStylesheet(builder);
  return builder;
}

async function build(): Promise<void> {
  try {
    await Deno.remove("_fresh", { recursive: true }).catch(() => {});
    await createBuilder().build();
    await rememberBuild();
  } catch (error) {
    if (!isRefusedBySystem(error)) throw error;
    // deno-lint-ignore no-console -- this tool talks to the person at the terminal
    console.error(
      `The build cannot be written to ${import.meta.dirname}/_fresh. ${error.message}. ` +
        "Build as a user who may write there (deno task build), then start again.",
    );
    Deno.exit(1);
  }
}

async function serve(): Promise<void> {
  useFolders(".dev");
  const { HOST: hostname, PORT: port } = await loadConfig();
  // Which port 0 becomes is not known yet.
  const remoteAddress = port === 0 ? {} : { remoteAddress: openAt({ hostname, port }) };
  await createBuilder().listen(() => import("./main.ts"), { hostname, port, ...remoteAddress });
}

if (import.meta.main) {
  const [command, option] = Deno.args;
  if (command !== "build") await serve();
  else if (option !== "--if-stale" || !await buildIsCurrent()) await build();
}
