import { join } from "node:path";
import type { Config } from "../config.ts";
import type { PictureStore } from "../generation/ports/picture_store.ts";
import type { VideoStore } from "../generation/ports/video_store.ts";
import { DiskPictureStore } from "../stores/disk_picture_store.ts";
import { DiskVideoStore } from "../stores/disk_video_store.ts";
import { checkInstance } from "../stores/instance_id.ts";
import { openSqliteStores, type SqliteStores } from "../stores/sqlite/sqlite_stores.ts";
import { UploadFolder } from "../uploads/upload_form.ts";
import { openSignatures, type Signatures } from "../visitors/signatures.ts";

/** What outlives the process: the folders, the database and the key that signs. */
export interface Storage extends SqliteStores {
  readonly videos: VideoStore;
  readonly uploads: UploadFolder;
  readonly pictures: PictureStore;
  readonly signatures: Signatures;
  /** What all of them take together, and what the disk has left for videos, in bytes. */
  readonly files: {
    usedBytes(): Promise<number>;
    freeBytes(): Promise<number>;
  };
}

/**
 * Makes the folders that are missing, removes what a crash left half written, and opens the database.
 *
 * @throws {StorageError} when the database cannot be opened, or the folders do not belong together;
 *   the sentence is for the operator
 */
export async function openStorage(
  config: Config,
): Promise<Storage> {
  const { DATA_DIR, VIDEOS_DIR, MAX_IMAGE_BYTES, COOKIE_SECRET } = config;
  const videos = new DiskVideoStore({ directory: VIDEOS_DIR });
  const uploads = new UploadFolder({
    directory: join(DATA_DIR, "uploads"),
    maxImageBytes: MAX_IMAGE_BYTES,
    perAddress: {
      atOnce: config.UPLOADS_AT_ONCE_PER_ADDRESS,
      perMinute: config.UPLOADS_PER_MINUTE_PER_ADDRESS,
    },
  });
  const pictures = new DiskPictureStore({ directory: join(DATA_DIR, "pictures") });
  let stores: SqliteStores | undefined;
  const openDatabase = async () =>
    stores ??= await openSqliteStores({ path: join(DATA_DIR, "lounge.sqlite") });
  await checkInstance({
    ...{ dataDir: DATA_DIR, videosDir: VIDEOS_DIR },
    knowsVideos: async () => await (await openDatabase()).history.knowsVideos(),
    hasVideos: async () => !(await videos.list().next()).done,
  });
  await Promise.all([uploads.open(), pictures.open(), videos.sweepDrafts()]);
  const signatures = await openSignatures({
    secret: COOKIE_SECRET,
    keyFile: join(DATA_DIR, "cookie.key"),
  });
  const files = {
    usedBytes: async () => {
      const sizes = [videos, pictures, uploads].map((place) => place.usedBytes());
      return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
    },
    freeBytes: () => videos.freeBytes(),
  };
  return { videos, uploads, pictures, files, signatures, ...await openDatabase() };
}
