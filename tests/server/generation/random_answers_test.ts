/**
 * Two hundred generations at once, over all providers, whose answers are drawn by chance. Whatever
 * comes, another look at what failed included: one submission that may cost money at most, an end, a
 * true charge, and the video wherever the provider ever served it.
 */
import { assert, assertEquals } from "@std/assert";
import { hasEnded } from "../../../contract/generation_state.ts";
import type { ServedModel } from "../../../server/generation/available_models.ts";
import type { Generation } from "../../../server/generation/generation.ts";
import type { VideoStore } from "../../../server/generation/ports/video_store.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import { InferenceProviders } from "../../../server/providers/inference_providers.ts";
import { ProviderMapping } from "../../../server/providers/provider_mapping.ts";
import { RawEndpointProvider } from "../../../server/providers/raw_endpoint.ts";
import { ROUTED_PROVIDERS } from "../../../server/providers/routed_providers.ts";
import { finishVideo } from "../../../server/videos/video_finishing.ts";
import { SeededRandom } from "../../crash/seeded_random.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake_hugging_face.ts";
import type { Scenario } from "../../fakes/hugging_face_scenarios.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";
import type { QueueScenario } from "../../fakes/queue_scenario.ts";
import { SCENARIO_MODELS } from "../../fakes/queue_scenarios.ts";
import {
  drawEndpointScenario,
  drawQueueScenario,
  Silence,
  Truth,
} from "../../random_answers/answer_script.ts";
import { QuietTime } from "../../random_answers/quiet_time.ts";
import { smallVideo } from "../../small_video.ts";
import { RunnerHarness } from "./runner_harness.ts";
import { ENDPOINT_MODEL } from "./sample_models.ts";

const GENERATIONS = 200;
const TIMEOUT_MS = 300_000;
const MAX_VIDEO_BYTES = 200_000;
const LEASE_MS = 120_000;

const registry = await openRegistry();

/** The scripts of one run; those of the endpoint and of the router by name. */
class Run {
  readonly truths: Truth[] = [];
  readonly silence = new Silence();
  readonly queues = new Map<string, QueueScenario>();
  readonly endpoints = new Map<string, Scenario>();

  constructor(seed: number) {
    for (let number = 0; number < GENERATIONS; number++) {
      const truth = new Truth();
      this.truths.push(truth);
      const options = { random: new SeededRandom(seed + number), truth, silence: this.silence };
      const provider = ROUTED_PROVIDERS[number % (ROUTED_PROVIDERS.length + 1)];
      if (!provider) this.endpoints.set(nameOf(number), drawEndpointScenario(options));
      else this.queues.set(nameOf(number), drawQueueScenario(provider.id, options));
    }
  }
}

function nameOf(number: number): string {
  return `random-${number}`;
}

/** Who makes the generation of that number. */
function servedBy(
  number: number,
  { run, fake, harness, time }: {
    readonly run: Run;
    readonly fake: FakeHuggingFace;
    readonly harness: RunnerHarness;
    readonly time: QuietTime;
  },
): ServedModel {
  const { fetch } = time;
  const { clock } = harness;
  const limits = { timeoutMs: TIMEOUT_MS - 2000, maxVideoBytes: MAX_VIDEO_BYTES };
  const machine = { fetch, clock, random: () => 0.5, token: "hf_planted" };
  const queue = run.queues.get(nameOf(number));
  if (!queue) {
    const url = fake.endpoint(nameOf(number));
    const provider = new RawEndpointProvider({ url, ...limits, ...machine });
    return { model: ENDPOINT_MODEL, payer: "instance", provider };
  }
  const { modelId, hubId, providerModel } = SCENARIO_MODELS[queue.provider];
  const model = registry.find(modelId);
  if (!model) throw new Error(`The registry has no model ${modelId}.`);
  fake.hub.map(hubId, { [queue.provider]: providerModel });
  const provider = new InferenceProviders({
    model,
    mapping: new ProviderMapping({ hubUrl: fake.hubUrl, clock: new ManualClock(), fetch }),
    routerUrl: fake.routerUrl,
    resultHostsAllowed: [fake.resultHost],
    ...limits,
    ...machine,
  });
  return { model, payer: "instance", provider };
}

/** Plays all of a run; returns the generations in their order. */
async function play(run: Run): Promise<Generation[]> {
  await using harness = await RunnerHarness.open();
  const fake = startFakeHuggingFace({
    video: await smallVideo(),
    maxRequests: 1,
    queueScenarios: run.queues,
    endpointScenarios: run.endpoints,
  });
  try {
    const time = new QuietTime({ clock: harness.clock, silence: run.silence });
    const served = run.truths.map((_, number) => servedBy(number, { run, fake, harness, time }));
    const ids: string[] = [];
    for (const [number, { model }] of served.entries()) {
      const recipe = { seed: number, prompt: `scenario:${nameOf(number)}` };
      ids.push(await harness.queue({ model, recipe, visitorId: `visitor ${number}` }));
    }
    harness.start({ id: "unused", isRepeatable: false, start: () => Promise.reject() }, {
      models: { of: ({ recipe }) => served[recipe.seed] },
      // However slow the disk is, no time passes meanwhile.
      queue: time.counted(harness.stores.queue),
      videos: withCountedDrafts(harness.videos, time),
      finishVideo: (path, marks) => time.during(finishVideo(path, marks)),
      timeoutMs: TIMEOUT_MS,
      leaseMs: LEASE_MS,
      maxRunning: GENERATIONS,
      maxVideoBytes: MAX_VIDEO_BYTES,
    });
    const all = () => Promise.all(ids.map((id) => harness.find(id)));
    const untilEnded = () => time.passUntil(async () => (await all()).every(hasEnded));
    await untilEnded();
    const limits = { now: harness.clock.now(), maxUnfinished: 1 };
    // Another look sends nothing, whatever the provider answers now.
    await Promise.all(ids.map((id) => harness.stores.admissions.reopen(id, limits)));
    await untilEnded();
    assertEquals(fake.leaks, []);
    return await all();
  } finally {
    await fake.close();
  }
}

function withCountedDrafts(videos: VideoStore, time: QuietTime): VideoStore {
  const counted = time.counted(videos);
  return new Proxy(counted, {
    get(target, key) {
      if (key !== "write") return Reflect.get(target, key, target);
      return async (...values: Parameters<VideoStore["write"]>) =>
        time.counted(await counted.write(...values));
    },
  });
}

function judge(generation: Generation, truth: Truth): void {
  const { state } = generation;
  assert(truth.begun <= 1, `${truth.begun} submissions may have begun`);
  assert(state === "succeeded" || state === "failed", state);
  assertEquals(state === "succeeded", truth.isServed, "the video is there if it was served");
  if (truth.endsWell) assertEquals(state, "succeeded");
  const { charged } = state === "failed" ? generation.failure : generation;
  assertEquals(charged, truth.charged);
}

Deno.test("200 random courses of answers: one payment at most, an end, a true charge, and the video", async () => {
  const chosen = Deno.env.get("RANDOM_ANSWERS_SEED");
  const seed = Number(chosen ?? crypto.getRandomValues(new Uint32Array(1))[0]);
  const run = new Run(seed);
  const generations = await play(run);
  const faults = generations.flatMap((generation, number) => {
    const truth = run.truths[number] ?? new Truth();
    try {
      judge(generation, truth);
      return [];
    } catch (error) {
      const { providerId: _, ...seen } = generation;
      return [`${nameOf(number)}: ${error} ${Deno.inspect({ truth, seen }, { depth: 4 })}`];
    }
  });
  const served = run.truths.filter(({ isServed }) => isServed).length;
  assert(served > GENERATIONS / 4, `only ${served} videos were served`);
  assertEquals(faults.join("\n"), "", `RANDOM_ANSWERS_SEED=${seed}`);
});
