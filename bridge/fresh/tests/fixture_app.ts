import { Builder } from "fresh/dev";
import { fileURLToPath } from "node:url";
import { app } from "./fixture/main.ts";

/** The fixture's root directory. */
export const FIXTURE_ROOT = fileURLToPath(import.meta.resolve("./fixture"));

let handler: Promise<ReturnType<typeof app.handler>> | null = null;

/** Sends a request to the fixture app, built in memory on first use. */
export async function request(path: string, init?: RequestInit): Promise<Response> {
  handler ??= buildHandler();
  return await (await handler)(
    new Request(new URL(path, "http://localhost"), init),
  );
}

async function buildHandler(): Promise<ReturnType<typeof app.handler>> {
  const outDir = await Deno.makeTempDir();
  const apply = await new Builder({ root: FIXTURE_ROOT, outDir }).build({
    snapshot: "memory",
  });
  await Deno.remove(outDir, { recursive: true });
  apply(app);
  return app.handler();
}
