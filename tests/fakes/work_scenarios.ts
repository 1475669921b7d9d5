import { type Deviation, fails, failsInMinutes, SUCCEEDS } from "./queue_scenario.ts";
import {
  completed,
  cutJson,
  failed,
  queued,
  type QueueStep,
  refused,
  routerRefused,
  state,
  stateOf,
  webPage,
  working,
} from "./queue_steps.ts";
import { answer, close, endless, hang, html, json } from "./scripted_steps.ts";

const FAULT = refused(500, "Internal Server Error");

const LOST: readonly QueueStep[] = [
  close(),
  json(429, { error: "Too many requests" }, { "retry-after": "1" }),
  html(503, "Service Unavailable"),
  html(504, "Gateway Time-out"),
  FAULT,
];

const TOKEN_REFUSED = routerRefused(401, "Invalid username or password.");
const ELSEWHERE: QueueStep = ({ exchange, job }) =>
  exchange.answer(307, { headers: { location: `${job.origin}/elsewhere` } });

/** What can become of work once it is taken, at any provider. */
export const WORK_SCENARIOS: Readonly<Record<string, Deviation>> = {
  "video": { says: "A video after one more look.", expected: SUCCEEDS },
  "video-at-once": {
    says: "A video at the first look.",
    expected: SUCCEEDS,
    status: [completed()],
  },
  "slow": {
    says: "In the queue for long, then made for long.",
    expected: SUCCEEDS,
    status: [...Array(3).fill(queued()), ...Array(4).fill(working), completed()],
  },
  "lost-polls": {
    says: "Five looks are lost in five ways.",
    expected: SUCCEEDS,
    status: [...LOST, working, completed()],
  },
  "garbled-polls": {
    says: "A web page and half of a JSON text between two looks.",
    expected: SUCCEEDS,
    status: [webPage, cutJson, working, completed()],
  },
  "silent-poll": {
    says: "One look is never answered.",
    expected: SUCCEEDS,
    status: [hang(), completed()],
    needsManualClock: true,
  },
  "garbled-for-long": {
    says: "A web page at eight looks, then the video.",
    expected: SUCCEEDS,
    status: [...Array(8).fill(webPage), working, completed()],
  },
  "faulty-for-long": {
    says: "500 at eight looks, in two ways, then the video.",
    expected: SUCCEEDS,
    status: [...Array(4).fill(FAULT), ...Array(4).fill(html(500, "Error")), working, completed()],
  },
  "always-garbled": {
    says: "A web page at every look.",
    expected: fails("deadline-exceeded", "unknown"),
    status: [webPage],
    outlastsDeadline: true,
  },
  "always-faulty": {
    says: "500 at every look.",
    expected: fails("deadline-exceeded", "unknown"),
    status: [FAULT],
    outlastsDeadline: true,
  },
  "job-failed": {
    says: "The work fails.",
    expected: fails("job-failed", "unknown"),
    status: [working, failed("CUDA out of memory at node 7")],
  },
  "job-refused": {
    says: "The work fails by the content rules.",
    expected: fails("content-policy", "unknown"),
    status: [working, failed("The output was flagged as NSFW content")],
  },
  "job-canceled": {
    says: "The provider stops the work.",
    expected: fails("job-canceled", "unknown"),
    status: [
      (context) => state(context.job.provider === "fal-ai" ? "CANCELED" : "cancelled")(context),
    ],
  },
  "unknown-states": {
    says: "States that nobody has heard of, none, null and no text at all, then the video.",
    expected: SUCCEEDS,
    status: [
      state("HIBERNATING"),
      json(200, { ok: true }),
      stateOf(null),
      stateOf({ toString: 1 }),
      stateOf(["completed"]),
      completed(),
    ],
  },
  "always-unknown-state": {
    says: "A state that nobody has heard of at every look.",
    expected: fails("deadline-exceeded", "unknown"),
    status: [working, state("HIBERNATING")],
    outlastsDeadline: true,
  },
  "refused-polls": {
    says: "404, 401, 402, a gateway's 403 and 307 at one look each, then the video.",
    expected: SUCCEEDS,
    status: [
      refused(404, "Request not found"),
      TOKEN_REFUSED,
      routerRefused(402, "You have exceeded your monthly included credits."),
      html(403, "Forbidden"),
      ELSEWHERE,
      completed(),
    ],
  },
  "refused-for-a-while": {
    says: "404 at seven looks, for less than minutes, then the video.",
    expected: SUCCEEDS,
    status: [...Array(7).fill(refused(404, "Request not found")), working, completed()],
  },
  "forgotten": {
    says: "404: the work is not known any more.",
    ...failsInMinutes("job-failed", "unknown"),
    status: [working, refused(404, "Request not found")],
  },
  "token-revoked": {
    says: "401 while it is being made.",
    ...failsInMinutes("auth-invalid", "unknown"),
    status: [working, TOKEN_REFUSED],
  },
  "poll-redirected": {
    says: "307 while it is being made: the token must not follow.",
    ...failsInMinutes("job-failed", "unknown"),
    status: [ELSEWHERE],
  },
  "deep-poll": {
    says: "JSON a hundred thousand levels deep at one look.",
    expected: SUCCEEDS,
    status: [
      answer(200, "application/json", `{"status":${"[".repeat(1e5)}${"]".repeat(1e5)}}`),
      completed(),
    ],
  },
  "long-poll": {
    says: "An answer that does not end at one look.",
    expected: SUCCEEDS,
    status: [endless(200, "application/json"), completed()],
  },
  "long-polls": {
    says: "An answer that does not end at two looks.",
    expected: fails("bad-output", "unknown"),
    status: [endless(200, "application/json"), working, endless(200, "application/json")],
  },
};
