import { assertEquals } from "@std/assert";
import { createApp } from "../../server/app.ts";
import { type Clock, systemClock } from "../../server/clock.ts";
import { parseConfig } from "../../server/config.ts";
import { cookieOf } from "../../server/visitors/signed_ids.ts";
import { openServices } from "../../server/opening/services.ts";
import type { Services } from "../../server/services.ts";
import { addBuild } from "../built_app.ts";
import { checkLater } from "../late_checks.ts";
import { ScriptedGenerations } from "./scripted_generations.ts";

/** The app's routes on a port of their own, over generations that the test moves by hand. */
export interface ScriptedLounge extends AsyncDisposable {
  /** Origin without a trailing slash. */
  readonly url: string;
  readonly services: Services;
  readonly generations: ScriptedGenerations;
  /** Id and cookie of a visitor that the server knows. */
  readonly visitor: { readonly id: string; readonly cookie: string };
  /** Answers a request without a connection, for tests of what a connection cannot show. */
  handle(request: Request): Promise<Response>;
  /** Asks as that visitor, as a program that takes JSON, without following redirects. */
  ask(path: string, init?: RequestInit & { readonly headers?: Record<string, string> }): Promise<
    Response
  >;
}

/** Starts the routes, whose answers wait by `clock`; errors in the server's log fail the test. */
export async function startScriptedLounge(
  settings: Record<string, string> = {},
  { clock = systemClock }: { readonly clock?: Clock } = {},
): Promise<ScriptedLounge> {
  const directory = await Deno.makeTempDir({ prefix: "lounge-" });
  const folders = { VIDEOS_DIR: `${directory}/videos`, DATA_DIR: `${directory}/data` };
  const errors: string[] = [];
  const real = await openServices(parseConfig({ ...folders, ...settings }), {
    info() {},
    error: (sentence, facts) => void errors.push(`${sentence} ${Deno.inspect(facts)}`),
  });
  const generations = new ScriptedGenerations();
  const services = { ...real, generations, clock };
  const app = createApp(services);
  await addBuild(app);
  const handle = app.handler();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handle);
  const url = `http://127.0.0.1:${server.addr.port}`;
  const id = crypto.randomUUID();
  const [cookie = ""] = cookieOf(id, { signatures: real.signatures, isSecure: false }).split(";");
  return {
    url,
    services,
    generations,
    visitor: { id, cookie },
    handle,
    ask: (path, { headers, ...init } = {}) =>
      fetch(url + path, {
        redirect: "manual",
        ...init,
        headers: { accept: "application/json", cookie, ...headers },
      }),
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await real.stop({ graceMs: 0 });
      await real.close();
      await Deno.remove(directory, { recursive: true });
      checkLater(() => assertEquals(errors, [], "the server logged errors"));
    },
  };
}
