import { join } from "node:path";
import type { ExampleList, ExampleVideo } from "../contract/example.ts";
import { type Clock, wait } from "./clock.ts";
import { CanceledError } from "./errors.ts";
import type { Log } from "./log.ts";
import {
  exampleFile,
  exampleLabel,
  makeExampleVideos,
} from "./providers/local/examples/example_videos.ts";
import { type Example, EXAMPLES } from "./providers/local/examples/example_list.ts";
import type { LocalEngine } from "./providers/local/local_engine.ts";
import { DiskVideo } from "./stores/disk_video.ts";
import type { StoredVideo } from "./generation/ports/video_store.ts";

/** What the store is handed. */
export interface ExampleStoreOptions {
  /** Where the videos live; made with the first of them. */
  readonly directory: string;
  readonly engine: Pick<LocalEngine, "start" | "isBusy">;
  readonly log: Log;
  readonly clock: Clock;
  /** Which videos; all where it is left out. */
  readonly examples?: readonly Example[];
}

/** Large enough for any place on the pages, small enough for all to be there within seconds. */
const SIZE = { width: 768, height: 432 };
/** How often it looks whether the visitors' videos are done. */
const LOOK_MS = 250;
/** How long it leaves the engine alone after a failure. */
const REST_MS = 60_000;

/**
 * The example videos of the built-in engine. They are made when somebody asks for them, one after the
 * other and only while no visitor waits for the engine; whatever is missing is made again.
 */
export class ExampleStore {
  readonly #options: ExampleStoreOptions;
  readonly #examples: readonly Example[];
  readonly #closing = new AbortController();
  #making: Promise<void> | undefined;
  #restsUntil = 0;

  constructor(options: ExampleStoreOptions) {
    this.#options = options;
    this.#examples = options.examples ?? EXAMPLES;
  }

  /** All examples in their order; those that are ready have an address. */
  async list(): Promise<ExampleList> {
    const examples = await Promise.all(
      this.#examples.map(async (example): Promise<ExampleVideo> => {
        const file = exampleFile(example);
        const isReady = await this.find(file) !== undefined;
        const { id, title, settings } = example;
        return {
          id,
          title,
          label: exampleLabel(example),
          model: "local-motion",
          settings,
          ...SIZE,
          ...(isReady ? { url: `/examples/${file}` } : {}),
        };
      }),
    );
    return { examples, areAllReady: examples.every(({ url }) => url !== undefined) };
  }

  /** The video of that file name; `undefined` when there is none, or not yet. */
  async find(name: string): Promise<StoredVideo | undefined> {
    if (!this.#examples.some((example) => exampleFile(example) === name)) return undefined;
    const path = join(this.#options.directory, name);
    try {
      const { size, mtime } = await Deno.stat(path);
      return new DiskVideo(path, { size, modified: mtime ?? new Date(0) });
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  /** Path of the video that stands for all, where it is ready. */
  async sample(): Promise<string | undefined> {
    const [first] = this.#examples;
    const file = first && exampleFile(first);
    return file && await this.find(file) ? `/examples/${file}` : undefined;
  }

  /** Makes the missing videos, or waits with whoever is about it already. Never rejects. */
  async make(): Promise<void> {
    const { clock } = this.#options;
    if (this.#closing.signal.aborted || clock.now() < this.#restsUntil) return;
    await (this.#making ??= this.#makeMissing().finally(() => this.#making = undefined));
  }

  /** Stops what is under way. */
  async close(): Promise<void> {
    this.#closing.abort(new CanceledError());
    await this.#making;
  }

  async #makeMissing(): Promise<void> {
    const { directory, engine, log, clock } = this.#options;
    const { signal } = this.#closing;
    const patient: Pick<LocalEngine, "start"> = {
      async start(request, call) {
        while (engine.isBusy) await wait(LOOK_MS, { clock, signal });
        return await engine.start(request, call);
      },
    };
    try {
      if ((await this.list()).areAllReady) return;
      await makeExampleVideos(patient, directory, { signal, size: SIZE, examples: this.#examples });
    } catch (error) {
      if (error instanceof CanceledError) return;
      this.#restsUntil = clock.now() + REST_MS;
      log.error("making the example videos failed", { error });
    }
  }
}
