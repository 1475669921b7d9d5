import { assertEquals, assertRejects } from "@std/assert";
import { ProviderError } from "../../../server/errors.ts";
import { openRoutedHarness, type RoutedHarness } from "./routed_harness.ts";

/** Who was asked for a video of Wan 2.2 14B while the first two do not serve it. */
function asked({ fake }: RoutedHarness): string[] {
  return fake.requests.map(({ path }) => path)
    .filter((path) => path.startsWith("/router/")).map((path) => path.split("/")[2] ?? "");
}

function openCapped(options: { readonly visitorToken?: string } = {}): RoutedHarness {
  const harness = openRoutedHarness({
    knownPricesOnly: true,
    jpeg: new Uint8Array(100),
    ...options,
  });
  harness.fake.play("fal-ai", "fal-submit-not-found");
  harness.fake.play("wavespeed", "wavespeed-submit-not-found");
  return harness;
}

Deno.test("where the instance pays for known prices alone, a provider without one is not tried", async () => {
  await using harness = openCapped();
  await assertRejects(harness.start, ProviderError);
  assertEquals(asked(harness), ["fal-ai", "wavespeed"]);
});

Deno.test("a provider that is dearer than what was reserved is not tried", async () => {
  for (
    const [maxMicroUsd, tried] of [
      [149_999, ["fal-ai"]],
      [150_000, ["fal-ai", "wavespeed"]],
    ] as const
  ) {
    await using harness = openCapped();
    const request = { ...harness.request, maxMicroUsd };
    await assertRejects(() => harness.provider.start(request, harness.call), ProviderError);
    assertEquals(asked(harness), [...tried]);
  }
});

Deno.test("a visitor who pays may be served by a provider of any price", async () => {
  await using harness = openCapped({ visitorToken: "hf_of_a_visitor" });
  await harness.start();
  assertEquals(asked(harness), ["fal-ai", "wavespeed", "together"]);
});
