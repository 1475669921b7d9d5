import { assertEquals, assertMatch } from "@std/assert";
import type { Model, Route } from "../../../server/models/model.ts";
import { type HubChange, ProviderMapping } from "../../../server/providers/provider_mapping.ts";
import { HUB_SCENARIOS } from "../../fakes/fake_hub.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake_hugging_face.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";
import { mockVideo } from "../../fakes/drawn_video.ts";

const TOKEN = "hf_planted0123456789SECRET";
const HUB_ID = "organisation/model";
const MINUTE_MS = 60_000;

const FROM_HUB = { source: "hub", models: ["fal-ai:mapped/fal", "wavespeed:mapped/wave"] };
const NOBODY = { source: "hub", models: [] };
const FROM_REGISTRY = { source: "registry", models: ["fal-ai:own/fal"] };

/** What each answer of the Hub comes to. */
const OUTCOMES: Readonly<Record<string, typeof FROM_HUB>> = {
  "live": FROM_HUB,
  "list": FROM_HUB,
  "renamed": FROM_HUB,
  "staging": NOBODY,
  "error": NOBODY,
  "other-task": NOBODY,
  "absent": NOBODY,
  "unknown": NOBODY,
  "moved-away": FROM_REGISTRY,
  "moved-for-ever": FROM_REGISTRY,
  "busy": FROM_REGISTRY,
  "down": FROM_REGISTRY,
  "garbled": FROM_REGISTRY,
};

for (const [scenario, outcome] of Object.entries(OUTCOMES)) {
  Deno.test(`the Hub ${scenario}: routes by the ${outcome.source}`, async () => {
    await using hub = openHub(scenario);
    assertEquals(await hub.routes(), outcome);
    assertEquals(hub.clock.pending, 0);
  });
}

Deno.test("every way in which the Hub can answer has an outcome", () => {
  assertEquals(Object.keys(HUB_SCENARIOS).sort(), [...Object.keys(OUTCOMES), "silent"].sort());
});

Deno.test("an outage is told once, without the token, and so is its end", async () => {
  await using hub = openHub("down");
  for (let asks = 0; asks < 3; asks++) {
    await hub.routes();
    await hub.routes({ ...MODEL, hubId: "organisation/other" });
    await hub.mapping.settled();
    hub.clock.advance(MINUTE_MS);
  }
  assertEquals(hub.changes.length, 1);
  assertMatch(JSON.stringify(hub.changes), /"failing".*"organisation\/model".*status 50\d/);
  hub.fake.hub.play("live");
  await hub.routes();
  await hub.mapping.settled();
  assertEquals(hub.changes.length, 1, "one of the two was not asked yet");
  await hub.routes({ ...MODEL, hubId: "organisation/other" });
  await hub.mapping.settled();
  assertEquals(hub.changes.slice(1), [{ kind: "answering" }]);
});

Deno.test("what is told of a Hub that cannot be reached holds no token", async () => {
  const spy = () => Promise.reject(new TypeError(`no way to https://x.example/?t=${TOKEN}`));
  await using hub = openHub("live", spy);
  assertEquals(await hub.routes(), FROM_REGISTRY);
  assertEquals(hub.changes.length, 1);
  assertEquals(JSON.stringify(hub.changes).includes(TOKEN), false);
});

Deno.test("a silent Hub is waited for five seconds", async () => {
  await using hub = openHub("silent");
  const routes = hub.routes();
  await hub.fake.request(1);
  hub.clock.advance(4999);
  assertEquals(hub.clock.pending, 1);
  hub.clock.advance(1);
  assertEquals(await routes, FROM_REGISTRY);
});

Deno.test("an answer is kept for five minutes, and then replaced without anyone waiting", async () => {
  await using hub = openHub("live");
  await hub.routes();
  hub.clock.advance(5 * MINUTE_MS - 1);
  await hub.routes();
  assertEquals(hub.fake.requests.length, 1);
  hub.fake.hub.play("absent");
  hub.clock.advance(1);
  assertEquals(await hub.routes(), FROM_HUB);
  await hub.mapping.settled();
  assertEquals(await hub.routes(), NOBODY);
  assertEquals(hub.fake.requests.length, 2);
});

Deno.test("while the Hub cannot be reached its last answer stands in", async () => {
  await using hub = openHub("absent");
  await hub.routes();
  hub.fake.hub.play("down");
  hub.clock.advance(5 * MINUTE_MS);
  await hub.routes();
  await hub.mapping.settled();
  assertEquals(await hub.routes(), NOBODY);
  assertEquals(hub.fake.requests.length, 2);
});

Deno.test("a failure is kept for half a minute", async () => {
  await using hub = openHub("down");
  await hub.routes();
  hub.fake.hub.play("live");
  hub.clock.advance(MINUTE_MS / 2 - 1);
  assertEquals(await hub.routes(), FROM_REGISTRY);
  hub.clock.advance(1);
  assertEquals(await hub.routes(), FROM_REGISTRY);
  await hub.mapping.settled();
  assertEquals(await hub.routes(), FROM_HUB);
  assertEquals(hub.fake.requests.length, 2);
});

Deno.test("many who ask at once are answered by one call", async () => {
  await using hub = openHub("live");
  const answers = await Promise.all([hub.routes(), hub.routes(), hub.routes()]);
  assertEquals(answers, [FROM_HUB, FROM_HUB, FROM_HUB]);
  assertEquals(hub.fake.requests.length, 1);
});

Deno.test("the Hub is asked for one field, with the token", async () => {
  await using hub = openHub("live");
  await hub.routes();
  const { target, headers } = await hub.fake.request(1);
  assertEquals(target, `/hub/api/models/${HUB_ID}?expand[]=inferenceProviderMapping`);
  assertEquals(headers.get("authorization"), `Bearer ${TOKEN}`);
});

Deno.test("the token does not follow the Hub's redirect to another host", async () => {
  const visited: string[] = [];
  const spy: typeof fetch = (input, init) => {
    visited.push(String(input instanceof Request ? input.url : input));
    return fetch(input, init);
  };
  await using hub = openHub("moved-away", spy);
  await hub.routes();
  assertEquals(visited, [
    `${hub.fake.hubUrl}/api/models/${HUB_ID}?expand[]=inferenceProviderMapping`,
  ]);
});

Deno.test("a model that the Hub does not have is not asked for", async () => {
  await using hub = openHub("live");
  const { routes, source } = await hub.mapping.liveRoutes({ routes: MODEL.routes });
  assertEquals([routes.length, source], [1, "registry"]);
  assertEquals(hub.fake.requests, []);
});

Deno.test("of two routes at a provider the one for the Hub's id is taken, else the first", async () => {
  await using hub = openHub("live");
  const routes: Model["routes"] = [routeTo("fal-ai", "own/turbo"), routeTo("fal-ai", "own/full")];
  hub.fake.hub.map("organisation/two", { "fal-ai": "own/full" });
  hub.fake.hub.map("organisation/other", { "fal-ai": "own/newest" });
  assertEquals(await hub.routes({ hubId: "organisation/two", routes }), {
    source: "hub",
    models: ["fal-ai:own/full"],
  });
  assertEquals(await hub.routes({ hubId: "organisation/other", routes }), {
    source: "hub",
    models: ["fal-ai:own/newest"],
  });
});

Deno.test("an id that would lead out of the provider's place is no mapping", async () => {
  await using hub = openHub("live");
  for (const id of ["../v1/chat", "a/../b", "a?b", "a b", "/a", "https://evil.example/a", ""]) {
    const hubId = `organisation/${id.length}-${id.charCodeAt(0)}`;
    hub.fake.hub.map(hubId, { "fal-ai": id });
    assertEquals(await hub.routes({ ...MODEL, hubId }), NOBODY, id);
  }
});

function routeTo(
  provider: Route["provider"],
  providerModel: string,
  facts: Partial<Route> = {},
): Route {
  return { provider, providerModel, parameters: {}, price: { kind: "unknown" }, ...facts };
}

const MODEL: Pick<Model, "hubId" | "routes"> = {
  hubId: HUB_ID,
  routes: [
    routeTo("raw-endpoint", "never"),
    routeTo("fal-ai", "own/fal"),
    routeTo("wavespeed", "own/wave", { onlyIfMapped: true }),
  ],
};

interface OpenHub extends AsyncDisposable {
  readonly fake: FakeHuggingFace;
  readonly clock: ManualClock;
  readonly mapping: ProviderMapping;
  readonly changes: readonly HubChange[];
  routes(model?: typeof MODEL): Promise<{ source: string; models: string[] }>;
}

function openHub(scenario: string, spy: typeof fetch = fetch): OpenHub {
  const mappings = { [HUB_ID]: { "fal-ai": "mapped/fal", "wavespeed": "mapped/wave" } };
  const fake = startFakeHuggingFace({ video: mockVideo(1000), mappings });
  fake.hub.play(scenario);
  const clock = new ManualClock();
  const changes: HubChange[] = [];
  const mapping = new ProviderMapping({
    hubUrl: fake.hubUrl,
    token: TOKEN,
    clock,
    fetch: spy,
    onChange: (change) => changes.push(change),
  });
  return {
    fake,
    clock,
    mapping,
    changes,
    async routes(model = MODEL) {
      const { routes, source } = await mapping.liveRoutes(model);
      const models = routes.map(({ provider, providerModel }) => `${provider}:${providerModel}`);
      return { source, models };
    },
    [Symbol.asyncDispose]: () => fake.close(),
  };
}
