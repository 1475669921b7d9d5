import { type Deviation, fails, SUCCEEDS } from "./queue_scenario.ts";
import {
  accepted,
  cutJson,
  nothing,
  type QueueStep,
  refused,
  routerRefused,
  webPage,
} from "./queue_steps.ts";
import { answer, close, endless, hang, html, json } from "./scripted_steps.ts";

const busy = json(429, { error: "Rate limit reached" }, { "retry-after": "1" });
const limited = json(429, { error: "Too many requests" }, { "ratelimit": '"api";r=0;t=1' });
const loading = json(503, { error: "Model X is currently loading", estimated_time: 1.5 });

function once(first: QueueStep, says: string): Deviation {
  return { says, expected: SUCCEEDS, submit: [first, accepted()] };
}

function always(step: QueueStep, code: string, says: string): Deviation {
  const isProvenUnstarted = !["upstream-error", "upstream-timeout", "bad-output", "network"]
    .includes(code);
  return { says, expected: fails(code, isProvenUnstarted ? "no" : "unknown"), submit: [step] };
}

/** Whether it began nobody knows: it is sent once. */
function open(step: QueueStep, code: string, says: string): Deviation {
  return { says, expected: fails(code, "unknown"), submit: [step, accepted()] };
}

function leadsElsewhere(status: number): QueueStep {
  return ({ exchange, job }) =>
    exchange.answer(status, { headers: { location: `${job.origin}/elsewhere` } });
}

/** What can become of a submission, at any provider. */
export const SUBMIT_SCENARIOS: Readonly<Record<string, Deviation>> = {
  "busy-once": once(busy, "429 with Retry-After, then taken."),
  "limited-once": once(limited, "429 with RateLimit, then taken."),
  "loading-once": once(loading, "503 with an estimate, then taken."),
  "overloaded-once": once(refused(503, "overloaded"), "503, then taken."),
  "asked-back-once": once(
    answer(503, "text/html", "<html>", { "retry-after": "1" }),
    "503 as a web page with Retry-After, then taken.",
  ),
  "gateway": open(html(502, "Bad Gateway"), "upstream-error", "502 as a web page."),
  "gateway-json": open(refused(502, "Bad Gateway"), "upstream-error", "502 in JSON."),
  "unavailable": open(html(503, "Service Unavailable"), "upstream-error", "503 as a web page."),
  "unavailable-empty": open(
    answer(503, "text/plain"),
    "upstream-error",
    "503 with nothing in it.",
  ),
  "unavailable-by-name": open(
    refused(503, "503 Service Unavailable"),
    "upstream-error",
    "503 whose JSON says its name alone.",
  ),
  "cut-off-upstream": open(
    answer(
      503,
      "text/plain",
      "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
    ),
    "upstream-error",
    "503 of a proxy that lost the service.",
  ),
  "runner-lost": open(
    refused(503, "Runner disconnected"),
    "upstream-error",
    "503, the work began and its runner was lost.",
  ),
  "origin-error": open(html(520, "Unknown Error"), "upstream-error", "520 of a CDN."),
  "conflict": open(refused(409, "Already there"), "provider-misconfigured", "409."),
  "cut-refusal": open(
    ({ exchange }) =>
      exchange.open(500, { "content-type": "application/json", "content-length": "500" }),
    "upstream-error",
    "500 whose body breaks off.",
  ),
  "found": open(leadsElsewhere(302), "host-gone", "302: it may have been taken."),
  "see-other": open(leadsElsewhere(303), "host-gone", "303: it was taken, by its meaning."),
  "busy-forever": always(busy, "rate-limited", "429 each time."),
  "overloaded-forever": always(refused(503, "overloaded"), "overloaded", "503 each time."),
  "unauthorized": always(
    routerRefused(401, "Invalid username or password."),
    "auth-invalid",
    "401.",
  ),
  "credits-used-up": always(
    routerRefused(402, "You have exceeded your monthly included credits for Inference Providers."),
    "payment-required",
    "402.",
  ),
  "pay-as-you-go-off": always(
    routerRefused(402, "Pay-as-you go is not enabled for provider fal-ai yet."),
    "provider-not-enabled",
    "402, the account may not use this provider with its credits.",
  ),
  "out-of-balance": always(
    refused(403, "User is locked. Reason: Exhausted balance."),
    "payment-required",
    "403, the provider's own account is empty.",
  ),
  "forbidden": always(
    routerRefused(
      403,
      "This authentication method does not have sufficient permissions to call Inference Providers on behalf of user NAME",
    ),
    "auth-forbidden",
    "403.",
  ),
  "not-found": always(refused(404, "Application not found"), "model-not-found", "404."),
  "not-found-text": always(answer(404, "text/plain", "Not Found"), "model-not-found", "404."),
  "not-supported": always(
    routerRefused(400, "Model not supported by provider X"),
    "model-not-found",
    "400, the model is not served there.",
  ),
  "gone": always(routerRefused(410, "This API is no longer supported."), "host-gone", "410."),
  "bad-parameters": always(
    refused(400, "num_frames must be at most 161"),
    "invalid-parameters",
    "400.",
  ),
  "unprocessable": always(
    json(422, { detail: [{ loc: ["body", "prompt"], msg: "Field required", type: "missing" }] }),
    "invalid-parameters",
    "422 with a list.",
  ),
  "bad-image": always(
    refused(422, "Unsupported data URL"),
    "invalid-image",
    "422, the picture cannot be read.",
  ),
  "policy": always(
    json(422, {
      detail: [{ loc: ["body", "prompt"], msg: "Refused.", type: "content_policy_violation" }],
    }),
    "content-policy",
    "422, the content rules refuse it.",
  ),
  "too-large": always(
    answer(413, "text/plain", "Failed to buffer the request body: length limit exceeded"),
    "provider-image-too-large",
    "413.",
  ),
  "server-error": always(refused(500, "Internal Server Error"), "upstream-error", "500."),
  "gateway-timeout": always(html(504, "Gateway Time-out"), "upstream-timeout", "504."),
  "redirected": always(
    leadsElsewhere(307),
    "host-gone",
    "307: the token must not follow.",
  ),
  "closed": always(close(), "network", "The connection closed without an answer."),
  "web-page": always(webPage, "bad-output", "200 with a web page."),
  "cut-json": always(cutJson, "bad-output", "200 with half of a JSON text."),
  "empty": always(nothing, "bad-output", "200 with nothing."),
  "no-id": always(json(200, { status: "IN_QUEUE" }), "bad-output", "200 that names no work."),
  "evil-id": always(
    json(200, {
      id: "../../v1/chat",
      request_id: "../x",
      response_url: "https://queue.fal.run//evil.example/%2e%2e/x",
      data: { id: "../x", urls: { get: "not an address" } },
    }),
    "bad-output",
    "200 that names work at a path outside of the provider's.",
  ),
  "endless-answer": always(
    endless(200, "application/json"),
    "bad-output",
    "200 with JSON that does not end.",
  ),
  "silent": {
    ...always(hang(), "upstream-timeout", "Nothing, for longer than a minute."),
    needsManualClock: true,
  },
};
