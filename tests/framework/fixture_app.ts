import { Builder } from "fresh/dev";
import { fileURLToPath } from "node:url";
import { app } from "./main.ts";

type Handler = ReturnType<typeof app.handler>;

let handler: Promise<Handler> | undefined;

/** The app of this folder, built in memory on first use. */
export function fixtureHandler(): Promise<Handler> {
  return handler ??= build();
}

async function build(): Promise<Handler> {
  const outDir = await Deno.makeTempDir();
  const builder = new Builder({
    root: fileURLToPath(import.meta.resolve("./")),
    outDir,
    ignore: [/[/\\]parts[/\\]/],
  });
  builder.onTransformStaticFile(
    { pluginName: "fixture", filter: /[/\\]style\.css$/ },
    ({ text }) => ({ content: `${text}\n.made { color: red; }\n` }),
  );
  const apply = await builder.build({ snapshot: "memory" });
  await Deno.remove(outDir, { recursive: true });
  apply(app);
  return app.handler();
}
