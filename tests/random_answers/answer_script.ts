import type { Charged } from "../../contract/problem.ts";
import type { RoutedProviderId } from "../../server/providers/routed_provider.ts";
import type { SeededRandom } from "../crash/seeded_random.ts";
import type { Scenario, Step } from "../fakes/hugging_face_scenarios.ts";
import { type QueueScenario, SUCCEEDS } from "../fakes/queue_scenario.ts";
import {
  accepted,
  completed,
  cutJson,
  failed,
  type QueueStep,
  refused,
  result,
  routerRefused,
  stateOf,
  webPage,
  working,
} from "../fakes/queue_steps.ts";
import { answer, close, halfVideo, html, json, video } from "../fakes/scripted_steps.ts";

/** What a fake provider has done with one generation, as far as money and video go. */
export class Truth {
  /** Submissions that may have begun work. */
  begun = 0;
  /** The provider has said that it is done, or begun to send the video. */
  isDone = false;
  /** The whole video was sent. */
  isServed = false;
  /** The script leads to the video, whatever comes before. */
  endsWell = false;

  get charged(): Charged {
    if (this.begun === 0) return "no";
    return this.isDone ? "yes" : "unknown";
  }
}

/** Steps that never answer, and how many requests hang there now. */
export class Silence {
  hanging = 0;

  readonly step: Step = async ({ exchange }) => {
    this.hanging++;
    await exchange.hang().finally(() => this.hanging--);
  };
}

/** What scripts are drawn with. */
export interface ScriptOptions {
  readonly random: SeededRandom;
  readonly truth: Truth;
  readonly silence: Silence;
}

/** One of these, by chance. */
export function oneOf<T>(random: SeededRandom, options: readonly [T, ...T[]]): T {
  return options[Math.floor(random.next() * options.length)] ?? options[0];
}

/** Up to `most` of these, by chance, the same one twice or more often included. */
function someOf<T>(
  random: SeededRandom,
  options: readonly [T, ...T[]],
  most: number,
): T[] {
  return Array.from(
    { length: Math.floor(random.next() * (most + 1)) },
    () => oneOf(random, options),
  );
}

/** Plays the step once it is noted. */
function noting(step: QueueStep, note: () => void): QueueStep {
  return (context) => {
    note();
    return step(context);
  };
}

const NOT_BEGUN: readonly [Step, ...Step[]] = [
  json(429, { error: "Too many requests" }, { "retry-after": "1" }),
  json(503, { error: "Model X is currently loading", estimated_time: 2 }),
  answer(503, "text/html", "<html>", { "retry-after": "2" }),
];
const REFUSED: readonly [Step, ...Step[]] = [
  json(401, { error: "Invalid username or password." }),
  json(402, { error: "You have exceeded your monthly included credits." }),
  answer(404, "text/plain", "Not Found"),
  json(422, { detail: "Unsupported data URL" }),
];
const LEAVES_OPEN: readonly [Step, ...Step[]] = [
  html(502, "Bad Gateway"),
  html(503, "Service Unavailable"),
  html(520, "Unknown Error"),
  json(500, { error: "Internal Server Error" }),
  close(),
  webPage,
  cutJson,
];
const BIG = json(200, { status: "x".repeat(300_000) });
const DEEP = answer(200, "application/json", `{"status":${"[".repeat(50_000)}`);

function oddAnswers(silence: Silence): readonly [QueueStep, ...QueueStep[]] {
  const elsewhere: QueueStep = ({ exchange, job }) =>
    exchange.answer(307, { headers: { location: `${job.origin}/elsewhere` } });
  return [
    refused(404, "Request not found"),
    routerRefused(401, "Invalid username or password."),
    routerRefused(402, "You have exceeded your monthly included credits."),
    html(403, "Forbidden"),
    html(500, "Error"),
    html(503, "Service Unavailable"),
    json(429, { error: "Too many requests" }, { "retry-after": "1" }),
    stateOf("HIBERNATING"),
    stateOf(null),
    stateOf({ toString: 1 }),
    ...[elsewhere, webPage, cutJson, DEEP, close(), silence.step, working, working],
  ];
}

const ODD_VIDEOS: readonly [Step, ...Step[]] = [
  html(403, "Forbidden"),
  html(404, "Not Found"),
  html(416, "Range Not Satisfiable"),
  html(500, "Error"),
  html(200, "Welcome"),
  answer(200, "video/mp4"),
  halfVideo(() => Promise.resolve()),
  close(),
];

function submitSteps({ random, truth }: ScriptOptions, taken: QueueStep): QueueStep[] {
  const begins = (step: QueueStep) => noting(step, () => truth.begun++);
  const chance = random.next();
  const last = chance < 0.8
    ? begins(taken)
    : chance < 0.9
    ? begins(oneOf(random, LEAVES_OPEN))
    : oneOf(random, REFUSED);
  truth.endsWell = chance < 0.8;
  // Whatever is sent after the last would be work that is begun a second time.
  return [...someOf(random, NOT_BEGUN, 2), last, begins(taken)];
}

/** A provider behind the router: good, odd, late, twice, cut. */
export function drawQueueScenario(
  provider: RoutedProviderId,
  options: ScriptOptions,
): QueueScenario {
  const { random, truth, silence } = options;
  const done = (step: QueueStep) => noting(step, () => truth.isDone = true);
  const says = provider === "fal-ai" ? (step: QueueStep) => step : done;
  const odd = oddAnswers(silence);
  const whole: QueueStep = (context) =>
    video("application/octet-stream")(context).then(() => void (truth.isServed = true));
  const noise = someOf(random, odd, 7);
  const early = random.next() < 0.2 ? [says(completed(null))] : [];
  if (random.next() < 0.1) noise.push(BIG);
  const scenario = {
    provider,
    says: "Drawn by chance.",
    expected: SUCCEEDS,
    submit: submitSteps(options, accepted()),
    status: [...noise, ...early, says(completed())],
    result: [
      ...someOf(random, odd, 3),
      ...(early.length ? [done(result(null))] : []),
      done(result()),
    ],
    video: [...someOf(random, ODD_VIDEOS, 6), whole],
    cancel: [json(202, {})],
  };
  const fate = random.next();
  if (fate < 0.65) return scenario;
  truth.endsWell = false;
  if (fate < 0.75) return { ...scenario, status: [...noise, failed("Out of memory")] };
  if (fate < 0.82) return { ...scenario, status: [...noise, refused(404, "Request not found")] };
  if (fate < 0.88) return { ...scenario, status: [...noise, stateOf("HIBERNATING")] };
  if (fate < 0.94) return { ...scenario, video: [oneOf(random, ODD_VIDEOS)] };
  return {
    ...scenario,
    status: [...noise, says(completed(null))],
    result: [done(result(null))],
  };
}

/** An endpoint that answers with the video itself. */
export function drawEndpointScenario(options: ScriptOptions): Scenario {
  const { random, truth, silence } = options;
  const begins = (step: Step): Step => (context) => {
    truth.begun++;
    return step(context);
  };
  const hands = (step: Step, isWhole: boolean): Step => async (context) => {
    truth.isDone = true;
    await step(context);
    truth.isServed = isWhole;
  };
  const whole = begins(hands(video("video/mp4"), true));
  const cut = begins(hands(halfVideo(() => Promise.resolve()), false));
  const chance = random.next();
  truth.endsWell = chance < 0.6;
  const last = chance < 0.6
    ? whole
    : chance < 0.7
    ? cut
    : chance < 0.8
    ? oneOf(random, REFUSED)
    : begins(oneOf(random, [...LEAVES_OPEN, silence.step]));
  const [first, ...rest] = [...someOf(random, NOT_BEGUN, 2), last, whole];
  return { says: "Drawn by chance.", steps: [first ?? last, ...rest] };
}
