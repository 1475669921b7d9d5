import { assertEquals } from "@std/assert";
import { systemClock } from "../../server/clock.ts";
import { ExampleStore } from "../../server/example_store.ts";
import type { Log } from "../../server/log.ts";
import { EXAMPLES } from "../../server/providers/local/examples/example_list.ts";
import { LocalEngine } from "../../server/providers/local/local_engine.ts";
import { syntheticPicture } from "../synthetic_picture.ts";

const examples = EXAMPLES.slice(0, 2);

function storeIn(directory: string, engine: Pick<LocalEngine, "start" | "isBusy">) {
  const errors: string[] = [];
  const log: Log = { info() {}, error: (sentence) => void errors.push(sentence) };
  return {
    errors,
    store: new ExampleStore({ directory, engine, log, clock: systemClock, examples }),
  };
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "lounge-examples-" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("several who ask at once have each video made once, and after the visitors' videos", async () => {
  await withFolder(async (folder) => {
    const real = new LocalEngine({ frames: 2 });
    const size = { width: 160, height: 96 };
    const begun: string[] = [];
    const engine: Pick<LocalEngine, "start" | "isBusy"> = {
      get isBusy() {
        return real.isBusy;
      },
      start(request, call) {
        begun.push("example");
        return real.start(request, call);
      },
    };
    const visitors = real.start(
      { picture: syntheticPicture(size), size, seed: 1, settings: {} },
      { signal: new AbortController().signal, report: () => begun.push("visitor") },
    );
    const { store, errors } = storeIn(folder, engine);
    await Promise.all(Array.from({ length: 5 }, () => store.make()));
    assertEquals((await store.list()).areAllReady, true);
    await visitors;
    assertEquals(begun.filter((who) => who === "example").length, 2);
    assertEquals(begun.lastIndexOf("visitor") < begun.indexOf("example"), true);
    assertEquals(errors, []);
    await store.close();
    real.close();
  });
});

Deno.test("a failure is logged once, and the engine is left alone for a while", async () => {
  await withFolder(async (folder) => {
    let calls = 0;
    const { store, errors } = storeIn(folder, {
      isBusy: false,
      start() {
        calls++;
        return Promise.reject(new Error("broken"));
      },
    });
    await store.make();
    await store.make();
    await store.close();
    assertEquals([calls, errors], [1, ["making the example videos failed"]]);
    assertEquals((await store.list()).areAllReady, false);
  });
});

Deno.test("a store that is closed makes nothing and leaves nothing half made", async () => {
  await withFolder(async (folder) => {
    const engine = new LocalEngine();
    const { store, errors } = storeIn(folder, engine);
    const making = store.make();
    await store.close();
    await Promise.all([making, store.make()]);
    engine.close();
    assertEquals([[...Deno.readDirSync(folder)], errors], [[], []]);
  });
});
