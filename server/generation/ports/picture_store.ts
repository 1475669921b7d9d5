import type { Crop } from "../../../contract/crop.ts";
import type { FrameSize } from "../../../contract/frame_size.ts";
import type { ImageType } from "../../../contract/image_limits.ts";
import type { Picture } from "./provider.ts";

/** Where a picture's bytes come from, whatever keeps them. */
export interface PictureSource {
  /** Size in bytes. */
  readonly bytes: number;
  /**
   * All bytes, as they were sent. They are the caller's own, to be given away.
   *
   * @throws {StorageError} when they cannot be read
   */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * What a look at a picture has shown: its size as it is seen upright, and more. Plain JSON; stored with
 * the generation, so that whoever runs it need not look again.
 */
export interface PictureLook extends FrameSize {
  readonly type: ImageType;
  /** A JPEG that holds nothing but what decoding needs, and may therefore go out as it is. */
  readonly isPlain: boolean;
}

/** How a picture is opened. */
export interface OpenOptions {
  /** What an earlier look has shown; it is looked at now without one. */
  readonly look?: PictureLook | undefined;
  /** Which part of it is used; the middle when left out. */
  readonly crop?: Crop | undefined;
  readonly signal: AbortSignal;
}

/**
 * Opens a picture for a provider. Its bytes are read when they are needed.
 *
 * @throws {InputError} when it has to be looked at, and cannot be used
 * @throws {CanceledError} when the signal aborts meanwhile
 */
export type OpenPicture = (source: PictureSource, options: OpenOptions) => Promise<Picture>;

/** A still of a picture that is not kept. */
export interface PictureStill {
  readonly jpeg: Uint8Array<ArrayBuffer>;
  /** The picture's own size, upright. */
  readonly picture: FrameSize;
}

/** Draws pictures for browsers that cannot show them. Nothing of them is kept. */
export interface StillDrawing {
  /**
   * The whole picture, upright, in the colours of a video's frame.
   *
   * @throws {InputError} when it is no picture, too large or too small, or damaged; `still-busy` when
   *   another one of the visitor is being drawn, or too many of others
   * @throws {CanceledError} when the signal aborts
   */
  draw(
    source: PictureSource,
    options: { readonly visitorId: string; readonly signal: AbortSignal },
  ): Promise<PictureStill>;
}

/** A kept picture. */
export interface KeptPicture {
  /** Id of the generation that it belongs to. */
  readonly id: string;
  /** When it was kept under this id. */
  readonly modified: Date;
}

/**
 * The pictures of accepted generations, byte for byte as they were sent. A picture is kept until the
 * video is made, or for another try while it is not. One contract suite runs on every implementation.
 */
export interface PictureStore {
  /** Adds up what the pictures take, in bytes. */
  usedBytes(): Promise<number>;
  /**
   * Takes the uploaded file over. Once this resolves, the picture survives a crash.
   *
   * @throws {StorageError} when it cannot be kept; the upload then is where it was, or here, where
   *   housekeeping finds that it belongs to nothing
   */
  keep(id: string, uploadPath: string): Promise<void>;
  /**
   * Reads the picture of the generation. The bytes are the caller's own, to be given away.
   *
   * @throws {StorageError} when there is no such picture, or it cannot be read
   */
  read(id: string): Promise<Uint8Array<ArrayBuffer>>;
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
  /** Takes a picture that no generation knows out of sight, and keeps it. */
  setAside(id: string): Promise<void>;
  /** The ids of what is set aside. */
  listAside(): Promise<string[]>;
  /** Puts what was set aside back in its place. */
  bringBack(id: string): Promise<void>;
  /** Erases what was set aside before then, in milliseconds since 1970; returns how many files. */
  eraseAside(before: number): Promise<number>;
  /** All kept pictures, in no order. */
  list(): AsyncIterable<KeptPicture>;
}
