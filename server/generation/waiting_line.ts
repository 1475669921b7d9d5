import { Remembered } from "../remembered.ts";
import type { LibraryStore } from "./ports/library_store.ts";

/** Everyone in the line may ask at once, and it is as long as all that is queued. */
const KEPT_MS = 1000;
const ALL = "all";

/** Who stands where in the queue, read once for all who ask within a second. */
export class WaitingLine {
  readonly #library: Pick<LibraryStore, "queueOrder">;
  readonly #places: Remembered<ReadonlyMap<string, number>>;

  /** `now` in milliseconds since 1970. */
  constructor(library: Pick<LibraryStore, "queueOrder">, now: () => number) {
    this.#library = library;
    this.#places = new Remembered({ keepMs: KEPT_MS, now });
  }

  /**
   * 1 for the next one to be claimed; `undefined` when it is not queued. It follows the queue as it
   * stood a second ago at most; limits of running generations and those who come later can still
   * change the order.
   */
  async placeOf(id: string): Promise<number | undefined> {
    const place = (await this.places()).get(id);
    if (place !== undefined) return place;
    // It has joined since then, or has left.
    this.#places.forget(ALL);
    return (await this.places()).get(id);
  }

  /** The place of everyone in the line, by the generation's id. */
  async places(): Promise<ReadonlyMap<string, number>> {
    return await this.#places.get(ALL, async () => {
      const order = await this.#library.queueOrder();
      return new Map(order.map((id, index) => [id, index + 1]));
    });
  }
}
