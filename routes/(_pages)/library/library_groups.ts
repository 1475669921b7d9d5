import type { GenerationView } from "../../../contract/generation.ts";

/** Generations that stand together: those of one upload, or one alone. */
export interface LibraryGroup {
  readonly key: string;
  /** Id of the upload of several pictures. */
  readonly batch?: string;
  readonly views: readonly GenerationView[];
}

/** Gathers the generations of a batch where the first of them stands; the order stays. */
export function groupViews(views: readonly GenerationView[]): LibraryGroup[] {
  const groups = new Map<string, GenerationView[]>();
  for (const view of views) {
    const key = view.batch ?? view.id;
    groups.set(key, [...groups.get(key) ?? [], view]);
  }
  return [...groups].map(([key, views]) => {
    const batch = views[0]?.batch;
    return batch === undefined ? { key, views } : { key, batch, views };
  });
}
