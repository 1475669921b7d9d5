import { assertEquals, assertRejects } from "@std/assert";
import { ProviderError } from "../../../server/errors.ts";
import { openRoutedStudio, type RoutedStudio } from "./routed_studio.ts";

/** Who was asked for a video of Wan 2.2 14B while the first two do not serve it. */
function asked({ fake }: RoutedStudio): string[] {
  return fake.requests.map(({ path }) => path)
    .filter((path) => path.startsWith("/router/")).map((path) => path.split("/")[2] ?? "");
}

function openCapped(options: { readonly visitorToken?: string } = {}): RoutedStudio {
  const studio = openRoutedStudio({ knownPricesOnly: true, jpeg: new Uint8Array(100), ...options });
  studio.fake.play("fal-ai", "fal-submit-not-found");
  studio.fake.play("wavespeed", "wavespeed-submit-not-found");
  return studio;
}

Deno.test("where the instance pays for known prices alone, a provider without one is not tried", async () => {
  await using studio = openCapped();
  await assertRejects(studio.start, ProviderError);
  assertEquals(asked(studio), ["fal-ai", "wavespeed"]);
});

Deno.test("a provider that is dearer than what was reserved is not tried", async () => {
  for (
    const [maxMicroUsd, tried] of [
      [149_999, ["fal-ai"]],
      [150_000, ["fal-ai", "wavespeed"]],
    ] as const
  ) {
    await using studio = openCapped();
    const request = { ...studio.request, maxMicroUsd };
    await assertRejects(() => studio.provider.start(request, studio.call), ProviderError);
    assertEquals(asked(studio), [...tried]);
  }
});

Deno.test("a visitor who pays may be served by a provider of any price", async () => {
  await using studio = openCapped({ visitorToken: "hf_of_a_visitor" });
  await studio.start();
  assertEquals(asked(studio), ["fal-ai", "wavespeed", "together"]);
});
