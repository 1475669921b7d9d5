import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { PriceBasis, ProviderId, Route } from "../../../server/models/model.ts";
import { estimateUsd, isFreeOfBills, priceFacts } from "../../../server/models/price.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import { defaultSettings } from "../../../server/models/settings.ts";
import { simpleModel } from "./simple_model.ts";

const { models, find } = await openRegistry();
const source = { url: "https://prices.example/", readOn: "2026-11-22" };

function estimate(price: PriceBasis, settings: Record<string, string | number | boolean> = {}) {
  const model = simpleModel();
  const route = { ...model.routes[0], price };
  return estimateUsd(route, model, { ...defaultSettings(model), ...settings });
}

Deno.test("a video's price follows its basis and its settings", () => {
  assertEquals(estimate({ kind: "free" }), 0);
  assertEquals(estimate({ kind: "per-video", usd: 0.4, source }), 0.4);
  const usd = { "480p": 0.2, "720p": 0.4 };
  const byVideo = { kind: "per-video-by", control: "resolution", usd, source } as const;
  assertEquals(estimate(byVideo), 0.2);
  assertEquals(estimate(byVideo, { resolution: "720p" }), 0.4);
  const longer = { aboveFrames: 69, times: 1.25 };
  assertEquals(estimate({ ...byVideo, longer }, { resolution: "720p" }), 0.5);
  assertEquals(estimate({ ...byVideo, longer: { ...longer, aboveFrames: 70 } }), 0.2);
  // 70 frames at 7 frames a second are ten seconds; at 35 billed frames a second, two.
  const bySecond = { kind: "per-second", usd: 0.02, source } as const;
  assertAlmostEquals(estimate(bySecond) ?? NaN, 0.2);
  assertAlmostEquals(estimate(bySecond, { fps: 14 }) ?? NaN, 0.1);
  assertAlmostEquals(estimate({ ...bySecond, fps: 35 }, { fps: 14 }) ?? NaN, 0.04);
  const both = { kind: "per-second-by", control: "resolution", usd, source } as const;
  assertAlmostEquals(estimate(both, { resolution: "720p" }) ?? NaN, 4);
  // 1280 by 720 pixels, 70 times: 64.5 million, billed as 65.
  assertAlmostEquals(estimate({ kind: "per-megapixel", usd: 0.002, source }) ?? NaN, 0.13);
  assertEquals(estimate({ kind: "running-time" }), undefined);
  assertEquals(estimate({ kind: "unknown" }), undefined);
});

Deno.test("a length in seconds is taken as it is", () => {
  const model = simpleModel({ fixed: { seconds: 5, frames: 81 } });
  const price = { kind: "per-second", usd: 0.1, source } as const;
  const route = { ...model.routes[0], price };
  assertAlmostEquals(estimateUsd(route, model, { fps: 7 }) ?? NaN, 0.5);
  const billed = { ...route, price: { ...price, fps: 81 } };
  assertAlmostEquals(estimateUsd(billed, model, { fps: 7 }) ?? NaN, 0.1);
});

Deno.test("who pays is said with the price and where it stands", () => {
  const model = simpleModel();
  const price = { kind: "per-video", usd: 0.4, source } as const;
  const route = { ...model.routes[0], price };
  assertEquals(priceFacts({ routes: [route], model, payer: "visitor" }), {
    charged: "yes",
    sentence: "About $0.40 a video, paid by your own Hugging Face credits.",
    usd: 0.4,
    source,
  });
  assertEquals(
    priceFacts({ routes: [route], model, payer: "instance" }).sentence,
    "About $0.40 a video, paid by the host of this site.",
  );
  assertEquals(priceFacts({ routes: [model.routes[0]], model, payer: "instance" }), {
    charged: "yes",
    sentence: "Paid by the host of this site; the provider's price for a video is not known here.",
  });
  const running = { ...route, price: { kind: "running-time" } as const };
  assertEquals(priceFacts({ routes: [running], model, payer: "instance" }), {
    charged: "yes",
    sentence: "The endpoint's owner pays for its running time.",
  });
});

Deno.test("a price says what each provider would charge that may have to step in", () => {
  const model = simpleModel();
  const at = (provider: ProviderId, price: PriceBasis) => ({
    ...model.routes[0],
    provider,
    price,
  });
  const first = at("fal-ai", { kind: "per-video", usd: 0.05, source });
  const dear = at("wavespeed", { kind: "per-video", usd: 0.15, source });
  const unknown = at("together", { kind: "unknown" });
  const told = (...routes: readonly [Route, ...Route[]]) =>
    priceFacts({ routes, model, payer: "instance" });
  const facts = told(first, dear, unknown);
  assertEquals(
    [facts.usd, facts.ifStandIn, facts.sentence],
    [
      0.05,
      "or $0.15 if WaveSpeed has to step in, or an unknown amount if Together AI has to step in",
      "About $0.05 a video, or $0.15 if WaveSpeed has to step in, or an unknown amount if " +
      "Together AI has to step in, paid by the host of this site.",
    ],
  );
  assertEquals(told(dear, first).ifStandIn, "or $0.05 if fal.ai has to step in");
  for (
    const same of [told(first), told(first, { ...dear, price: first.price }), told(unknown, dear)]
  ) {
    assertEquals("ifStandIn" in same, false, same.sentence);
  }
});

Deno.test("the built-in engine costs nothing", () => {
  const model = find("local-motion");
  assert(model);
  assertEquals(priceFacts({ routes: [model.routes[0]], model, payer: "nobody" }), {
    charged: "no",
    sentence: "Made on this server at no cost.",
    usd: 0,
  });
});

Deno.test("every built-in price that is given can be estimated, and says where it was read", () => {
  for (const model of models) {
    for (const route of model.routes) {
      const usd = estimateUsd(route, model, defaultSettings(model));
      const isKnown = route.price.kind !== "unknown" && route.price.kind !== "running-time";
      assertEquals(usd !== undefined, isKnown, `${model.id} over ${route.provider}`);
      assert(usd === undefined || usd < 1, `${model.id} costs ${usd}`);
      assertEquals("source" in route.price, isKnown && !isFreeOfBills(route.price));
    }
  }
});

Deno.test("prices that were read by hand come out as read", () => {
  const price = (id: string, index: number, settings = {}) => {
    const model = find(id);
    const route = model?.routes[index];
    assert(model && route);
    return estimateUsd(route, model, { ...defaultSettings(model), ...settings });
  };
  assertEquals(price("hunyuan-video", 0), 0.4);
  assertAlmostEquals(price("wan-2.2-a14b", 1, { resolution: "720p" }) ?? NaN, 81 / 16 * 0.08);
  assertEquals(price("wan-2.2-a14b", 0, { resolution: "720p" }), 0.1);
  assertEquals(price("wan-2.2-a14b", 2, { resolution: "480p" }), 0.15);
  // 1024 by 576 pixels, 121 frames: 71.4 million, billed as 72.
  assertAlmostEquals(price("ltx-2", 1) ?? NaN, 72 * 0.0018);
});
