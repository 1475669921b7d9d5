import { Builder } from "fresh/dev";
import { freshConfig } from "./fresh.config.ts";
import { loadConfig, useFolders } from "./server/config.ts";
import { buildIsCurrent, rememberBuild } from "./tools/build_fingerprint.ts";
import { addStylesheet } from "./tools/stylesheet.ts";

/** The builder with this app's static-file transforms. */
export function createBuilder(): Builder {
  const builder = new Builder({ ...freshConfig.build, root: import.meta.dirname });
  addStylesheet(builder);
  return builder;
}

async function build(): Promise<void> {
  await Deno.remove("_fresh", { recursive: true }).catch(() => {});
  await createBuilder().build();
  await rememberBuild();
}

async function serve(): Promise<void> {
  useFolders(".dev");
  const { HOST: hostname, PORT: port } = await loadConfig();
  await createBuilder().listen(() => import("./main.ts"), { hostname, port });
}

if (import.meta.main) {
  const [command, option] = Deno.args;
  if (command !== "build") await serve();
  else if (option !== "--if-stale" || !await buildIsCurrent()) await build();
}
