import { LoungeError, StorageError } from "../errors.ts";
import type { Log } from "../log.ts";
import { Remembered } from "../remembered.ts";
import type { HistoryStore, UnfinishedVideo } from "./ports/history_store.ts";

/** How long a measurement counts: adding up a folder for each upload would cost more than it saves. */
const KEPT_MS = 5000;
/** One measurement is of all videos. */
const ALL = "all";
/** How many of a model's latest videos tell how large one is, and how few tell nothing. */
const HISTORY = 50;
const LEAST_HISTORY = 3;
/** What a video is taken for whose model has made none here: more than most are, in bytes. */
const ASSUMED_BYTES = 16_000_000;

/** What the room for videos is known by. */
export interface StorageRoomOptions {
  /** The operator's limit on what all files together may take; 0 for none. */
  readonly quotaBytes: number;
  /** What stays free on the disk, whatever is made. */
  readonly minFreeBytes: number;
  /** Of a video whose model has made none here. Default 16 MB. */
  readonly assumedBytes?: number | undefined;
  readonly files: {
    /** Adds up what videos, kept pictures and uploads take, in bytes. */
    usedBytes(): Promise<number>;
    /** What the disk has left for them, in bytes. */
    freeBytes(): Promise<number>;
  };
  readonly history: Pick<HistoryStore, "recentSizes" | "unfinished">;
  /** Whether the operator takes no new work; what was taken in is still made. */
  readonly isClosed?: boolean;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Knows whether there is room for another video and its picture, on the disk and within the operator's quota, beside
 * those that are on their way: each is expected to be as large as its model's usually are.
 */
export class StorageRoom {
  readonly #options: StorageRoomOptions;
  readonly #used: Remembered<number>;
  readonly #sizes: Remembered<number>;
  /** What was stored here since the start, which a measurement may not have seen yet. */
  #storedBytes = 0;
  #isLacking = false;

  constructor(options: StorageRoomOptions) {
    this.#options = options;
    this.#used = new Remembered({ keepMs: KEPT_MS, now: options.now });
    this.#sizes = new Remembered({ keepMs: KEPT_MS, now: options.now });
  }

  /**
   * Why no further video of the model, with a picture of so many bytes, can be taken in, beside all that
   * run and wait; `undefined` where there is room.
   */
  async lackFor(
    modelId: string,
    picture: { readonly bytes: number } = { bytes: 0 },
  ): Promise<LoungeError | undefined> {
    return (await this.lacks([modelId], picture)).get(modelId);
  }

  /** As `lackFor`, for each of those models that there is no room for. */
  async lacks(
    modelIds: readonly string[],
    picture: { readonly bytes: number } = { bytes: 0 },
  ): Promise<ReadonlyMap<string, LoungeError>> {
    if (this.#options.isClosed) {
      return new Map(modelIds.map((id) => [id, new LoungeError("new-videos-off")]));
    }
    return await this.#lacks(modelIds, { counts: () => true, moreBytes: picture.bytes });
  }

  /** Why a video of the model cannot be begun, beside all that were begun; `undefined` with room. */
  async lackForBeginning(modelId: string): Promise<StorageError | undefined> {
    const lacks = await this.#lacks([modelId], { counts: ({ isBegun }) => isBegun, moreBytes: 0 });
    return lacks.get(modelId);
  }

  /** A picture was kept, or a video has become visible: it counts from now on. */
  noteStored(bytes: number): void {
    this.#storedBytes += bytes;
  }

  /** Something was erased: the next question measures anew. */
  forget(): void {
    this.#used.forget(ALL);
  }

  /** What cannot be measured has no room: nothing is paid for then either. */
  async #lacks(
    modelIds: readonly string[],
    { counts, moreBytes }: {
      readonly counts: (video: UnfinishedVideo) => boolean;
      readonly moreBytes: number;
    },
  ): Promise<Map<string, StorageError>> {
    try {
      const unfinished = (await this.#options.history.unfinished()).filter(counts);
      const [expected, room] = await Promise.all([this.#expect(unfinished), this.#measure()]);
      const lacking = await Promise.all(modelIds.map(async (modelId) => {
        const needed = moreBytes + expected + await this.#usualBytes(modelId);
        const lack = lackOf(room, needed);
        return lack ? [[modelId, lack] as const] : [];
      }));
      return this.#told(new Map(lacking.flat()));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return this.#told(new Map(modelIds.map((modelId) => [modelId, error])));
    }
  }

  /** What those on their way will take. */
  async #expect(unfinished: readonly UnfinishedVideo[]): Promise<number> {
    const models = Map.groupBy(unfinished, ({ modelId }) => modelId);
    let expected = 0;
    for (const [modelId, videos] of models) {
      expected += videos.length * await this.#usualBytes(modelId);
    }
    return expected;
  }

  async #measure(): Promise<Room> {
    const { quotaBytes, minFreeBytes, files } = this.#options;
    const onDisk = await files.freeBytes() - minFreeBytes;
    if (quotaBytes === 0) return { onDisk, inQuota: Infinity };
    const used = await this.#used.get(ALL, async () => {
      const seenBytes = this.#storedBytes;
      return await files.usedBytes() - seenBytes;
    });
    return { onDisk, inQuota: quotaBytes - used - this.#storedBytes };
  }

  /** The 90th percentile of the model's latest videos, by nearest rank. */
  async #usualBytes(modelId: string): Promise<number> {
    const { history, assumedBytes = ASSUMED_BYTES } = this.#options;
    return await this.#sizes.get(modelId, async () => {
      const sizes = (await history.recentSizes(modelId, HISTORY)).sort((one, other) => one - other);
      const usual = sizes[Math.ceil(0.9 * sizes.length) - 1];
      return usual === undefined || sizes.length < LEAST_HISTORY ? assumedBytes : usual;
    });
  }

  /** Tells the operator once when the room runs out, and once when there is some again. */
  #told(lacks: Map<string, StorageError>): Map<string, StorageError> {
    const [lack] = lacks.values();
    const isLacking = lack !== undefined;
    if (isLacking && !this.#isLacking) {
      this.#options.log.info("no room for videos", { code: lack.code, problem: lack.message });
    }
    if (!isLacking && this.#isLacking) this.#options.log.info("there is room for videos again");
    this.#isLacking = isLacking;
    return lacks;
  }
}

/** Room in bytes, before what is on its way. */
interface Room {
  readonly onDisk: number;
  readonly inQuota: number;
}

function lackOf({ onDisk, inQuota }: Room, needed: number): StorageError | undefined {
  if (needed > onDisk) return new StorageError("storage-full", { kind: "no-room" });
  return needed > inQuota ? new StorageError("storage-quota") : undefined;
}
