import type { RoutedProviderId } from "../../server/providers/routed_provider.ts";
import { answer, html, json, type Step, type StepContext } from "./scripted_steps.ts";

/** Work that the fake has taken, or is asked to take. */
export interface FakeJob {
  /** Fit for paths; starts with the scenario's name. */
  readonly id: string;
  readonly provider: RoutedProviderId;
  /** The provider's id of the model. */
  readonly model: string;
  /** Address of the fake. */
  readonly origin: string;
}

/** What a queue's step answers to, and with. */
export interface QueueContext extends StepContext {
  readonly job: FakeJob;
}

/** One answer of a queue; a plain step will do where the work does not matter. */
export type QueueStep = (context: QueueContext) => Promise<void>;

/** Path that stands for the work at the provider itself. */
export function jobPath({ id, provider, model }: FakeJob): string {
  switch (provider) {
    case "fal-ai":
      return `/${model.split("/").slice(0, 2).join("/")}/requests/${id}`;
    case "wavespeed":
      return `/api/v3/predictions/${id}/result`;
    case "together":
      return `/v2/videos/${id}`;
  }
}

/** Where the video is; whoever knows the signature may fetch it. */
export function videoAddress({ id, origin }: FakeJob): string {
  return `${origin}/cdn/${id}/video.mp4?X-Signature=signed-${id}`;
}

/** The answer to a submission: taken. `host` is where the provider claims to be. */
export function accepted(host = "https://queue.provider.example"): QueueStep {
  return (context) => {
    const { id, provider } = context.job;
    const address = host + jobPath(context.job);
    switch (provider) {
      case "fal-ai":
        return json(200, {
          request_id: id,
          status: "IN_QUEUE",
          queue_position: 2,
          response_url: address,
          status_url: `${address}/status`,
          cancel_url: `${address}/cancel`,
        })(context);
      case "wavespeed":
        return wave({ id, status: "created", urls: { get: address }, outputs: [] })(context);
      case "together":
        return json(200, { id, object: "video", status: "queued" })(context);
    }
  };
}

/** In the queue; `ahead` is told by fal.ai alone. */
export function queued(ahead?: number): QueueStep {
  return (context) =>
    inState(context, { "fal-ai": "IN_QUEUE", wavespeed: "created", together: "queued" }, {
      ...(ahead === undefined ? {} : { queue_position: ahead }),
    });
}

/** Being made. */
export const working: QueueStep = (context) =>
  inState(context, { "fal-ai": "IN_PROGRESS", wavespeed: "processing", together: "in_progress" });

/** A state of that name, known or not. */
export function state(name: string): QueueStep {
  return stateOf(name);
}

/** Whatever stands where a state should. */
export function stateOf(value: unknown): QueueStep {
  return (context) => inState(context, { "fal-ai": value, wavespeed: value, together: value });
}

/** Failed, with the provider's words. */
export function failed(words: string): QueueStep {
  return (context) =>
    inState(context, { "fal-ai": "FAILED", wavespeed: "failed", together: "failed" }, {
      error: context.job.provider === "together" ? { code: "server_error", message: words } : words,
    });
}

/** Done; the video is at `address`, by default at the fake's own CDN. `null` names none. */
export function completed(address?: string | null): QueueStep {
  return (context) => {
    const video = address === undefined ? videoAddress(context.job) : address;
    switch (context.job.provider) {
      case "fal-ai":
        return json(200, { status: "COMPLETED", request_id: context.job.id })(context);
      case "wavespeed":
        return wave({
          id: context.job.id,
          status: "completed",
          outputs: video === null ? [] : [video],
        })(
          context,
        );
      case "together": {
        const outputs = { cost: 0.2, ...(video === null ? {} : { video_url: video }) };
        return json(200, { id: context.job.id, status: "completed", outputs })(context);
      }
    }
  };
}

/** fal.ai's result; `null` names no video. */
export function result(address?: string | null): QueueStep {
  return (context) => {
    const url = address === undefined ? videoAddress(context.job) : address;
    const file = { content_type: "application/octet-stream", file_name: "video.mp4" };
    const video = url === null ? file : { url, ...file };
    return json(200, { video, seed: 7 })(context);
  };
}

/** WaveSpeed's wrapping: always 200, with a code of its own. */
export function wave(data: unknown, { code = 200, message = "success" } = {}): Step {
  return json(200, { code, message, data });
}

/** Refusals in each provider's own words. */
export function refused(status: number, words: string): QueueStep {
  return (context) => {
    switch (context.job.provider) {
      case "fal-ai":
        return json(status, { detail: words })(context);
      case "wavespeed":
        return wave(null, { code: status, message: words })(context);
      case "together":
        return json(status, { error: { message: words, type: "invalid_request_error" } })(context);
    }
  };
}

/** Sentences of the router itself, in front of all providers. */
export function routerRefused(status: number, words: string): Step {
  return json(status, { error: words });
}

/** A gateway's page where JSON belongs. */
export const webPage = html(200, "Welcome");
/** JSON that ends too early. */
export const cutJson = answer(200, "application/json", '{"status":"IN_QU');
/** Nothing. */
export const nothing = answer(200, "application/json", "");

async function inState(
  context: QueueContext,
  names: Readonly<Record<RoutedProviderId, unknown>>,
  more: Record<string, unknown> = {},
): Promise<void> {
  const { id, provider } = context.job;
  const body = { id, status: names[provider], ...more };
  const named = provider === "fal-ai" ? json(200, { request_id: id, ...body }) : json(200, body);
  await (provider === "wavespeed" ? wave({ outputs: [], ...body }) : named)(context);
}
