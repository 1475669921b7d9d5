import { join } from "node:path";
import { openSqliteStores } from "../server/stores/sqlite/sqlite_stores.ts";
import type { Lounge } from "./lounge.ts";

/** A video that was made by nobody, but is there. */
export interface PlacedVideo {
  readonly id: string;
  /** What its files are served under. */
  readonly fileName: string;
}

/** Stores these bytes as a finished video of a stranger's. */
export async function placeVideo(
  { services }: Pick<Lounge, "services">,
  bytes: Uint8Array<ArrayBuffer>,
  { poster }: { readonly poster?: Uint8Array } = {},
): Promise<PlacedVideo> {
  const id = crypto.randomUUID();
  const draft = await services.videos.write(id, ReadableStream.from([bytes]), {
    maxBytes: bytes.length,
  });
  if (poster) await draft.addPoster(poster);
  await draft.publish();
  return await placeRow(id, { dataDir: services.config.DATA_DIR, bytes: bytes.length });
}

/** Has the database of a running instance know a finished video of a stranger's. */
export async function placeRow(
  id: string,
  { dataDir, bytes }: { readonly dataDir: string; readonly bytes: number },
): Promise<PlacedVideo> {
  const stores = await openSqliteStores({ path: join(dataDir, "lounge.sqlite") });
  try {
    const outcome = await stores.admissions.add({
      ...{ id, visitorId: crypto.randomUUID(), providerId: "local-engine", payer: "nobody" },
      recipe: { modelId: "local-motion", seed: 7, isSeedExplicit: true, settings: {} },
      picture: { sha256: "ab".repeat(32), bytes: 1 },
      createdAt: Date.now(),
      cachedVideo: {
        ...{ width: 64, height: 64, frames: 8, durationSeconds: 1, bytes },
      },
    }, { maxQueued: 1 });
    if (outcome.kind !== "added") throw new Error(`The store answered ${outcome.kind}`);
    return { id, fileName: outcome.generation.fileName };
  } finally {
    await stores.close();
  }
}
