import type { Charged } from "../../contract/problem.ts";
import type { RoutedProviderId } from "../../server/providers/routed_provider.ts";
import type { QueueStep } from "./queue_steps.ts";

/** How a generation of that scenario ends, when its model is served by that provider alone. */
export interface ExpectedEnding {
  readonly state: "succeeded" | "failed" | "canceled";
  /** Of the problem; only when it failed. */
  readonly code?: string;
  /** Of the failure; a video that was made is charged as its model says. */
  readonly charged?: Charged;
}

/** A provider's course of work. Lists are played in turn, one answer a request; the last stays. */
export interface QueueScenario {
  readonly provider: RoutedProviderId;
  readonly says: string;
  readonly expected: ExpectedEnding;
  /** True when the deadlines of this server are part of it: for tests with a clock of their own. */
  readonly needsManualClock?: boolean;
  /** True when it ends by a refusal that has to come for minutes: for tests with a clock of their own. */
  readonly takesMinutes?: boolean;
  /** True when it never ends by itself: for tests whose videos have a short deadline. */
  readonly outlastsDeadline?: boolean;
  /** Played before the work is taken; the last takes it unless it is a refusal. */
  readonly submit: readonly QueueStep[];
  readonly status: readonly QueueStep[];
  /** fal.ai's alone: the others tell with the status. */
  readonly result: readonly QueueStep[];
  /** Answers of the CDN. */
  readonly video: readonly QueueStep[];
  readonly cancel: readonly QueueStep[];
}

/** What a scenario does otherwise than the happy path. */
export type Deviation =
  & Pick<QueueScenario, "says" | "expected">
  & Partial<Omit<QueueScenario, "provider">>;

/** A video at the end. */
export const SUCCEEDS: ExpectedEnding = { state: "succeeded" };

/** No video once the same refusal has come for minutes. */
export function failsInMinutes(
  code: string,
  charged: Charged,
): Pick<QueueScenario, "expected" | "takesMinutes"> {
  return { expected: fails(code, charged), takesMinutes: true };
}

/** No video at the end. */
export function fails(code: string, charged: Charged): ExpectedEnding {
  return { state: "failed", code, charged };
}
