import type { ProviderStatus, StatusReport, StatusSpan } from "../../contract/status.ts";
import type { Clock } from "../clock.ts";
import type { Clients } from "../visitors/clients.ts";
import type { AvailableModels } from "../generation/available_models.ts";
import type { ProviderRecord, SpanRecord, TrackRecord } from "../generation/track_record.ts";

/** What a report is made of. */
export interface StatusSources {
  readonly clock: Pick<Clock, "now">;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
  readonly models: Pick<AvailableModels, "model">;
  readonly trackRecord: Pick<TrackRecord, "read">;
  readonly identity: { readonly clients: Pick<Clients, "untoldProxy"> };
  erasingHeldMs(): Promise<number>;
  countWork(): Promise<{ readonly queued: number; readonly running: number }>;
}

/** How this instance does, by its own history; nothing in it is about a single visitor. */
export async function readStatus(sources: StatusSources): Promise<StatusReport> {
  const [{ queued, running }, heldMs, records] = await Promise.all([
    sources.countWork(),
    sources.erasingHeldMs(),
    sources.trackRecord.read(),
  ]);
  const now = sources.clock.now();
  return {
    at: new Date(now).toISOString(),
    uptimeSeconds: Math.floor((now - sources.startedAt) / 1000),
    queued,
    running,
    ...(heldMs > 0 ? { nothingErasedForSeconds: Math.ceil(heldMs / 1000) } : {}),
    ...(sources.identity.clients.untoldProxy === undefined ? {} : { hasUntoldProxy: true }),
    providers: records.map((record) => describeProvider(record, sources.models)),
  };
}

function describeProvider(
  { modelId, provider, day, week }: ProviderRecord,
  models: Pick<AvailableModels, "model">,
): ProviderStatus {
  const modelName = models.model(modelId)?.name ?? modelId;
  return { model: modelId, modelName, provider, day: describeSpan(day), week: describeSpan(week) };
}

function describeSpan({ lastFailure, ...span }: SpanRecord): StatusSpan {
  if (!lastFailure) return span;
  const { code, at } = lastFailure;
  return { ...span, lastFailure: { code, at: new Date(at).toISOString() } };
}
