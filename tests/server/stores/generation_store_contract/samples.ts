import type { VideoFacts } from "../../../../contract/generation.ts";
import type { HeldGeneration, RouteFacts } from "../../../../server/generation/generation.ts";
import type { GenerationStores } from "../generation_stores.ts";
import type { NewGeneration } from "../../../../server/generation/ports/admission_store.ts";
import type { ClaimOptions, ClaimToken } from "../../../../server/generation/ports/queue_store.ts";

/** A time to start from; nothing in the suite reads a clock. */
export const NOON = Date.UTC(2026, 0, 1, 12);

export const VIDEO: VideoFacts = {
  width: 1024,
  height: 576,
  frames: 25,
  durationSeconds: 3.571,
  bytes: 412_345,
};

export const SUCCEEDED = { type: "succeeded", video: VIDEO, charged: "yes" } as const;
export const RELEASED = { type: "released" } as const;
export const FAILED = {
  type: "failed",
  failure: { code: "bad-output", message: "No video came.", charged: "unknown", retryable: true },
} as const;

/** A submission over a route to that provider. */
export function sentTo(provider: RouteFacts["provider"], facts: Partial<RouteFacts> = {}) {
  const route = { provider, priceKind: "unknown", unused: [], ...facts } as const;
  return { kind: "sent", at: NOON, route } as const;
}

export const NO_LIMIT = { maxQueued: 1000 };

/** A generation to be added, of a visitor, picture and seed of its own. */
export function sample(changes: Partial<NewGeneration> = {}): NewGeneration {
  return {
    id: crypto.randomUUID(),
    visitorId: crypto.randomUUID(),
    providerId: "raw-endpoint",
    payer: "instance",
    recipe: { modelId: "svd-xt", seed: 7, isSeedExplicit: true, settings: { fps: 7 } },
    picture: { sha256: crypto.randomUUID().replaceAll("-", "").repeat(2), bytes: 54_321 },
    createdAt: NOON,
    ...changes,
  };
}

export function claimOptions(changes: Partial<ClaimOptions> = {}): ClaimOptions {
  const limits = { maxRunning: 1000, maxRunningPerVisitor: 1000 };
  return { owner: "runner-1", now: NOON + 1000, leaseMs: 30_000, ...limits, ...changes };
}

export function tokenOf({ id, lease, attempt }: HeldGeneration): ClaimToken {
  return { id, owner: lease.owner, attempt };
}

/** Adds a generation; returns what was added. */
export async function add(store: GenerationStores, changes: Partial<NewGeneration> = {}) {
  const outcome = await store.admissions.add(sample(changes), NO_LIMIT);
  if (outcome.kind !== "added") throw new Error(`The store answered ${outcome.kind}`);
  return outcome.generation;
}

/** Claims the next generation, which must be there. */
export async function claim(store: GenerationStores, changes: Partial<ClaimOptions> = {}) {
  const held = await store.queue.claim(claimOptions(changes));
  if (!held) throw new Error("There was nothing to claim");
  return held;
}

/** Adds a generation and takes it through to its video. */
export async function addFinished(
  store: GenerationStores,
  changes: Partial<NewGeneration> & { readonly tookMs?: number } = {},
) {
  const { tookMs = 5000, ...rest } = changes;
  const { id, createdAt } = await add(store, rest);
  const token = tokenOf(await claim(store, { now: createdAt }));
  if (token.id !== id) throw new Error("Another generation was queued");
  await store.queue.noteSaving(token, createdAt + tookMs);
  await store.queue.settle(token, SUCCEEDED, createdAt + tookMs);
  return id;
}

/** The types of the stored events; throws when their numbers do not count from 1 without gaps. */
export async function eventTypes(store: GenerationStores, id: string): Promise<string[]> {
  const events = await store.library.eventsOf(id, 0);
  const isGapless = events.every(({ seq }, index) => seq === index + 1);
  if (!isGapless) throw new Error(`Gaps in ${events.map(({ seq }) => seq)}`);
  return events.map(({ event }) => event.type);
}
