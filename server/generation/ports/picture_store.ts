/** A kept picture. */
export interface KeptPicture {
  /** Id of the generation that it belongs to. */
  readonly id: string;
  /** When it was kept under this id. */
  readonly modified: Date;
}

/**
 * The pictures of accepted generations, byte for byte as they were sent. A picture is kept until the
 * film is made, or for another try while it is not.
 */
export interface PictureStore {
  /** Where the picture of the generation `id` is, if it is kept. */
  path(id: string): string;
  /**
   * Takes the uploaded file over. Once this resolves, the picture survives a crash.
   *
   * @throws {StorageError} when it cannot be kept; the upload then is where it was, or here, where
   *   housekeeping finds that it belongs to nothing
   */
  keep(id: string, uploadPath: string): Promise<void>;
  /**
   * Keeps the same picture for another generation.
   *
   * @throws {StorageError} when there is no such picture, or no room
   */
  copy(fromId: string, toId: string): Promise<void>;
  /** Whether the picture of the generation is still kept. */
  has(id: string): Promise<boolean>;
  /** Removes the picture; there may be none. */
  remove(id: string): Promise<void>;
  /** All kept pictures, in no order. */
  list(): AsyncIterable<KeptPicture>;
}
