import type { LibraryStore } from "./ports/library_store.ts";
import { InputError } from "../errors.ts";
import type { Generation } from "./generation.ts";
import type { Viewer } from "./generations.ts";

/**
 * Why a viewer may see a generation: it is theirs, a signed key opens it for reading, or its owner
 * shares it with everyone.
 */
export type AccessReason = "owner" | "key" | "public";

/** A generation together with the reason why its viewer may see it. */
export interface OpenedGeneration {
  readonly generation: Generation;
  readonly access: AccessReason;
}

/** The viewer's access; `undefined` when the generation must look to them as if it did not exist. */
export function accessTo(generation: Generation, viewer: Viewer): AccessReason | undefined {
  if (generation.visitorId === viewer.visitorId) return "owner";
  if (isOpenedBy(generation, viewer)) return "key";
  return generation.isPublic ? "public" : undefined;
}

/** Keys from before sharing ended open nothing any more. */
function isOpenedBy({ id, unsharedAt }: Generation, { opened }: Viewer): boolean {
  return id === opened?.id && opened.keyMadeAt > unsharedAt;
}

/**
 * Finds a generation that the viewer may see.
 *
 * @throws {InputError} `erased` when it was theirs to see and is gone, otherwise `not-found`
 */
export async function openGeneration(
  library: LibraryStore,
  { id, viewer }: { readonly id: string; readonly viewer: Viewer },
): Promise<OpenedGeneration> {
  const generation = await library.find(id);
  const access = generation && accessTo(generation, viewer);
  if (access) return { generation, access };
  const tombstone = generation ? undefined : await library.findTombstone(id);
  const wasTheirs = tombstone &&
    (tombstone.visitorId === viewer.visitorId || tombstone.id === viewer.opened?.id);
  if (wasTheirs) {
    throw new InputError("erased");
  }
  throw new InputError("not-found", { kind: "generation" });
}

/**
 * Finds a generation that the viewer may change.
 *
 * @throws {InputError} `not-found` for everyone but its owner, `erased` as above
 */
export async function openOwn(
  library: LibraryStore,
  asked: { readonly id: string; readonly viewer: Viewer },
): Promise<Generation> {
  const { generation, access } = await openGeneration(library, asked);
  if (access === "owner") return generation;
  throw new InputError("not-found", { kind: "not-yours" });
}
