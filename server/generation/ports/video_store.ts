/** A video that is written under a temporary name, not yet visible to anyone. */
export interface VideoDraft {
  /** Path of the temporary file. */
  readonly path: string;
  /** Size in bytes. */
  readonly size: number;
  /**
   * Writes a still picture of the video, a JPEG, under a temporary name. It becomes visible, or goes,
   * with the video; a second one takes the place of the first.
   *
   * @throws {StorageError} `storage-full` or `storage-failed`; the video is not touched
   */
  addPoster(jpeg: Uint8Array): Promise<void>;
  /**
   * Makes the poster, then the video visible under its id, each all at once and with all its bytes on
   * the disk. When it resolves, both survive a crash of the machine.
   */
  publish(): Promise<void>;
  /** Removes the temporary files. Does nothing after `publish`. */
  discard(): Promise<void>;
}

/** A visible video, or its poster. */
export interface StoredVideo {
  /** Size in bytes. */
  readonly size: number;
  /** When it was published; HTTP dates carry whole seconds only. */
  readonly modified: Date;
  /** Bytes `start` to `end`, both included; the whole file without arguments. */
  open(range?: { readonly start: number; readonly end: number }): Promise<
    ReadableStream<Uint8Array<ArrayBuffer>>
  >;
}

/** A visible video in a listing. */
export interface ListedVideo {
  readonly id: string;
  /** Size in bytes. */
  readonly size: number;
  /** When it appeared under this id, by publishing or copying. */
  readonly modified: Date;
}

/** Where videos live. One contract suite runs on every implementation. */
export interface VideoStore {
  /**
   * Writes `video` under a temporary name and returns the draft. Nothing stays behind when it throws.
   *
   * @throws {ProviderError} `bad-output` when the video is longer than `maxBytes`
   * @throws {StorageError} `storage-full` or `storage-failed` when it cannot be written
   * @throws whatever the stream fails with
   */
  write(
    id: string,
    video: ReadableStream<Uint8Array<ArrayBuffer>>,
    options: { readonly maxBytes: number },
  ): Promise<VideoDraft>;
  /**
   * The video (`<uuid>.mp4`) or the poster (`<uuid>.jpg`) of that name, or `undefined`; never
   * anything outside the store.
   */
  find(name: string): Promise<StoredVideo | undefined>;
  /**
   * Makes the video `fromId` visible as `toId` too, with its poster, sharing the bytes where the
   * store can. A video that is there already stays as it is.
   *
   * @returns false when there is no video `fromId`
   * @throws {StorageError} `storage-full` or `storage-failed`
   */
  copy(fromId: string, toId: string): Promise<boolean>;
  /**
   * Removes the video and its poster; copies under other ids stay. When it resolves, a crash does
   * not bring the video back.
   *
   * @returns false when there was no video
   * @throws {StorageError} `storage-failed` when the video is still there
   */
  remove(id: string): Promise<boolean>;
  /**
   * Takes a video that no generation knows out of sight, with its poster, and keeps both.
   *
   * @throws {StorageError} `storage-failed`
   */
  setAside(id: string): Promise<void>;
  /** The ids of what is set aside. */
  listAside(): Promise<string[]>;
  /** Puts what was set aside back in its place. */
  bringBack(id: string): Promise<void>;
  /** Erases what was set aside before then, in milliseconds since 1970; returns how many files. */
  eraseAside(before: number): Promise<number>;
  /** All visible videos, in no order. What comes or goes meanwhile may be listed or not. */
  list(): AsyncIterable<ListedVideo>;
  /** Bytes that videos, posters and drafts take up; what copies share counts once. */
  usedBytes(): Promise<number>;
  /**
   * What is left for videos where they are kept, in bytes; `Infinity` where nobody can tell.
   *
   * @throws {StorageError} when it cannot be asked for
   */
  freeBytes(): Promise<number>;
  /**
   * Removes drafts that no running process owns any more, and posters without a video; returns how many
   * files.
   */
  sweepDrafts(): Promise<number>;
}
