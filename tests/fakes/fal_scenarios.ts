import { type Deviation, fails, failsInMinutes, SUCCEEDS } from "./queue_scenario.ts";
import { accepted, completed, queued, refused, result, webPage, working } from "./queue_steps.ts";
import { answer, html, json } from "./scripted_steps.ts";

function resultRefused(code: string, status: number, body: unknown, says: string): Deviation {
  return { says, expected: fails(code, "unknown"), result: [json(status, body)] };
}

function detail(type: string, msg: string) {
  return { detail: [{ loc: ["body"], msg, type, url: `https://docs.example/${type}` }] };
}

function canceling(status: number, word: string, says: string): Deviation {
  return {
    says,
    expected: { state: "canceled", charged: "unknown" },
    status: [working],
    cancel: [json(status, { status: word })],
  };
}

/** What only fal.ai's queue does. */
export const FAL_SCENARIOS: Readonly<Record<string, Deviation>> = {
  "in-queue": {
    says: "Third, second and first in the queue.",
    expected: SUCCEEDS,
    status: [queued(2), queued(1), queued(0), working, completed()],
  },
  "far-back": {
    says: "Far back in the queue.",
    expected: SUCCEEDS,
    status: [queued(41), completed()],
  },
  "foreign-host": {
    says: "The queue claims to be at a host of somebody else's.",
    expected: SUCCEEDS,
    submit: [accepted("https://evil.example")],
  },
  "no-response-url": {
    says: "The queue names the request's id alone.",
    expected: SUCCEEDS,
    submit: [(context) => json(200, { request_id: context.job.id, status: "IN_QUEUE" })(context)],
  },
  "still-in-progress": {
    says: "COMPLETED, but the result is not there yet.",
    expected: SUCCEEDS,
    result: [json(400, { detail: "Request is still in progress" }), result()],
  },
  "result-lost": {
    says: "COMPLETED, and the result is lost three times on the way.",
    expected: SUCCEEDS,
    result: [html(503, "Service Unavailable"), webPage, html(504, "Gateway Time-out"), result()],
  },
  "result-faulty-for-long": {
    says: "COMPLETED, and a gateway's 500 at six looks for the result.",
    expected: SUCCEEDS,
    result: [
      ...Array(3).fill(html(500, "Internal Server Error")),
      ...Array(3).fill(answer(500, "text/plain", "Internal Server Error")),
      result(),
    ],
  },
  "result-refused-for-a-while": {
    says: "COMPLETED, and 404, 401, a gateway's 403 and the router's 500 in JSON for the result.",
    expected: SUCCEEDS,
    result: [
      refused(404, "Request not found"),
      refused(401, "Unauthorized"),
      html(403, "Forbidden"),
      json(500, { error: "Internal Server Error" }),
      result(),
    ],
  },
  "result-policy": resultRefused(
    "content-policy",
    422,
    detail("content_policy_violation", "The content could not be processed."),
    "COMPLETED, but the result is a refusal.",
  ),
  "result-bad-image": resultRefused(
    "invalid-image",
    422,
    detail("image_load_error", "Failed to load the image."),
    "COMPLETED, but the picture could not be read.",
  ),
  "result-bad-parameters": resultRefused(
    "invalid-parameters",
    422,
    detail("less_than_equal", "Input should be less than or equal to 161"),
    "COMPLETED, but the settings were not accepted.",
  ),
  "result-no-media": resultRefused(
    "job-failed",
    422,
    detail("no_media_generated", "No media was generated."),
    "COMPLETED, but nothing was made.",
  ),
  "result-error": resultRefused(
    "job-failed",
    500,
    detail("internal_server_error", "Internal server error"),
    "COMPLETED, but the model failed.",
  ),
  "runner-lost": {
    says: "COMPLETED, but the runner was lost; another try may help.",
    expected: fails("job-failed", "unknown"),
    result: [json(503, { detail: "Runner disconnected", error_type: "runner_disconnected" }, {
      "x-fal-error-type": "runner_disconnected",
      "x-fal-retryable": "true",
    })],
  },
  "request-timeout": {
    says: "COMPLETED, but the platform's time was up; another try will not help.",
    expected: fails("job-failed", "unknown"),
    result: [json(504, { detail: "Request timed out", error_type: "request_timeout" }, {
      "x-fal-retryable": "false",
    })],
  },
  "result-forgotten": {
    says: "COMPLETED, but the result is gone.",
    ...failsInMinutes("job-failed", "unknown"),
    result: [refused(404, "Request not found")],
  },
  "cancel-accepted": canceling(202, "CANCELLATION_REQUESTED", "Can be canceled."),
  "cancel-too-late": canceling(400, "ALREADY_COMPLETED", "Canceling comes too late."),
  "cancel-unknown": canceling(404, "NOT_FOUND", "Canceling finds nothing."),
};
