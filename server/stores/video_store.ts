/** A film that is written and synced under a temporary name, not yet visible to anyone. */
export interface VideoDraft {
  /** Path of the temporary file. */
  readonly path: string;
  /** Size in bytes. */
  readonly size: number;
  /** Makes the film visible under its id, all at once. */
  publish(): Promise<void>;
  /** Removes the temporary file. Does nothing after `publish`. */
  discard(): Promise<void>;
}

/** A visible film. */
export interface StoredVideo {
  /** Size in bytes. */
  readonly size: number;
  /** When it was published; HTTP dates carry whole seconds only. */
  readonly modified: Date;
  /** Bytes `start` to `end`, both included; the whole film without arguments. */
  open(range?: { readonly start: number; readonly end: number }): Promise<
    ReadableStream<Uint8Array<ArrayBuffer>>
  >;
}

/** Where films live. One contract suite runs on every implementation. */
export interface VideoStore {
  /**
   * Writes `film` under a temporary name, syncs it and returns the draft.
   * Nothing stays behind when it throws.
   *
   * @throws {ProviderError} `bad-output` when the film is longer than `maxBytes`
   * @throws {StorageError} `storage-full` or `storage-failed` when it cannot be written
   * @throws whatever the stream fails with
   */
  write(
    id: string,
    film: ReadableStream<Uint8Array<ArrayBuffer>>,
    options: { readonly maxBytes: number },
  ): Promise<VideoDraft>;
  /** The film of that name (`<uuid>.mp4`), or `undefined`; never anything outside the store. */
  find(name: string): Promise<StoredVideo | undefined>;
  /** Removes drafts that no running process owns any more. */
  sweepDrafts(): Promise<void>;
}
