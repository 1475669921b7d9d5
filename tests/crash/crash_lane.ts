import type { SeededRandom } from "./seeded_random.ts";
import { type LifeOptions, ServerLife } from "./server_life.ts";

/** How often a process is killed before it listens, as a share of all lives. */
const KILLED_WHILE_STARTING = 0.2;
const MAX_START_MS = 400;
const MAX_LIFE_MS = 900;
const MAX_GAP_BETWEEN_PICTURES_MS = 60;

/** What a lane does. */
export interface LaneOptions extends Omit<LifeOptions, "endpointUrl"> {
  readonly visitorId: string;
  readonly lives: number;
  readonly random: SeededRandom;
  /** Addresses of endpoints, used in turn: each life has one of them. */
  readonly endpointUrls: readonly string[];
  /** Called right after each kill. */
  readonly afterKill: () => void;
}

/** What came of a lane. */
export interface LaneReport {
  /** Ids that a process answered with: from then on they must not get lost. */
  readonly accepted: string[];
  readonly kills: number;
  readonly faults: string[];
}

/** Starts server processes one after the other, sends pictures and kills each at a random moment. */
export async function runLane(options: LaneOptions): Promise<LaneReport> {
  const { lives, random, endpointUrls, afterKill } = options;
  const accepted: string[] = [];
  const faults: string[] = [];
  for (let count = 0; count < lives; count++) {
    const endpointUrl = endpointUrls[count % endpointUrls.length] ?? "";
    const life = new ServerLife({ ...options, endpointUrl });
    const isKilledEarly = random.next() < KILLED_WHILE_STARTING;
    const lifeMs = random.between(0, isKilledEarly ? MAX_START_MS : MAX_LIFE_MS);
    const url = isKilledEarly ? undefined : await life.url;
    const end = new AbortController();
    const sending = url
      ? sendPictures(url, { ...options, accepted, signal: end.signal })
      : undefined;
    await delay(lifeMs);
    await life.kill();
    end.abort();
    await sending;
    faults.push(...life.faults);
    afterKill();
  }
  return { accepted, kills: lives, faults };
}

/** Sends one new picture after the other until the signal aborts or the server is gone. */
async function sendPictures(
  url: string,
  { visitorId, random, accepted, signal }: LaneOptions & {
    readonly accepted: string[];
    readonly signal: AbortSignal;
  },
): Promise<void> {
  while (!signal.aborted) {
    const id = await sendPicture(url, visitorId);
    if (id === undefined) return;
    accepted.push(id);
    await delay(random.between(0, MAX_GAP_BETWEEN_PICTURES_MS));
  }
}

/** The generation's id; `undefined` when the server was killed before it answered. */
async function sendPicture(url: string, visitorId: string): Promise<string | undefined> {
  try {
    const body = new Blob([`a picture of ${visitorId}: ${crypto.randomUUID()}`]);
    const response = await fetch(url, {
      method: "POST",
      headers: { "x-visitor": visitorId },
      body,
    });
    const answer = await response.text();
    return response.status === 202 ? answer : undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Real time: a process cannot be killed at a moment of a manual clock. */
async function delay(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, ms);
  await promise;
}
