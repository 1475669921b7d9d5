import type { RoutedProviderId } from "../../server/providers/routed_provider.ts";
import { answer, html, json, type Stage, type Step } from "./scripted_steps.ts";

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
export interface QueueStage extends Stage {
  readonly job: FakeJob;
}

/** One answer of a queue; a plain step will do where the work does not matter. */
export type QueueStep = (stage: QueueStage) => Promise<void>;

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
  return (stage) => {
    const { id, provider } = stage.job;
    const address = host + jobPath(stage.job);
    switch (provider) {
      case "fal-ai":
        return json(200, {
          request_id: id,
          status: "IN_QUEUE",
          queue_position: 2,
          response_url: address,
          status_url: `${address}/status`,
          cancel_url: `${address}/cancel`,
        })(stage);
      case "wavespeed":
        return wave({ id, status: "created", urls: { get: address }, outputs: [] })(stage);
      case "together":
        return json(200, { id, object: "video", status: "queued" })(stage);
    }
  };
}

/** In line; `ahead` is told by fal.ai alone. */
export function queued(ahead?: number): QueueStep {
  return (stage) =>
    inState(stage, { "fal-ai": "IN_QUEUE", wavespeed: "created", together: "queued" }, {
      ...(ahead === undefined ? {} : { queue_position: ahead }),
    });
}

/** Being made. */
export const working: QueueStep = (stage) =>
  inState(stage, { "fal-ai": "IN_PROGRESS", wavespeed: "processing", together: "in_progress" });

/** A state of that name, known or not. */
export function state(name: string): QueueStep {
  return (stage) => inState(stage, { "fal-ai": name, wavespeed: name, together: name });
}

/** Failed, with the provider's words. */
export function failed(words: string): QueueStep {
  return (stage) =>
    inState(stage, { "fal-ai": "FAILED", wavespeed: "failed", together: "failed" }, {
      error: stage.job.provider === "together" ? { code: "server_error", message: words } : words,
    });
}

/** Done; the video is at `address`, by default at the fake's own CDN. `null` names none. */
export function completed(address?: string | null): QueueStep {
  return (stage) => {
    const video = address === undefined ? videoAddress(stage.job) : address;
    switch (stage.job.provider) {
      case "fal-ai":
        return json(200, { status: "COMPLETED", request_id: stage.job.id })(stage);
      case "wavespeed":
        return wave({
          id: stage.job.id,
          status: "completed",
          outputs: video === null ? [] : [video],
        })(
          stage,
        );
      case "together": {
        const outputs = { cost: 0.2, ...(video === null ? {} : { video_url: video }) };
        return json(200, { id: stage.job.id, status: "completed", outputs })(stage);
      }
    }
  };
}

/** fal.ai's result; `null` names no video. */
export function result(address?: string | null): QueueStep {
  return (stage) => {
    const url = address === undefined ? videoAddress(stage.job) : address;
    const file = { content_type: "application/octet-stream", file_name: "video.mp4" };
    const video = url === null ? file : { url, ...file };
    return json(200, { video, seed: 7 })(stage);
  };
}

/** WaveSpeed's wrapping: always 200, with a code of its own. */
export function wave(data: unknown, { code = 200, message = "success" } = {}): Step {
  return json(200, { code, message, data });
}

/** Refusals in each provider's own words. */
export function refused(status: number, words: string): QueueStep {
  return (stage) => {
    switch (stage.job.provider) {
      case "fal-ai":
        return json(status, { detail: words })(stage);
      case "wavespeed":
        return wave(null, { code: status, message: words })(stage);
      case "together":
        return json(status, { error: { message: words, type: "invalid_request_error" } })(stage);
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
  stage: QueueStage,
  names: Readonly<Record<RoutedProviderId, string>>,
  more: Record<string, unknown> = {},
): Promise<void> {
  const { id, provider } = stage.job;
  const body = { id, status: names[provider], ...more };
  const named = provider === "fal-ai" ? json(200, { request_id: id, ...body }) : json(200, body);
  await (provider === "wavespeed" ? wave({ outputs: [], ...body }) : named)(stage);
}
