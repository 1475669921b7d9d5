import { assertEquals } from "@std/assert";
import { parseConfig } from "../../../server/config.ts";
import { DailyBudget } from "../../../server/generation/daily_budget.ts";
import { capsOf } from "../../../server/opening/models.ts";
import type { VideoProvider } from "../../../server/generation/ports/provider.ts";
import { availableModel, ROUTED_MODEL } from "./sample_models.ts";

const PROVIDER: VideoProvider = {
  id: "scripted",
  isRepeatable: false,
  start: () => Promise.reject(new Error("Nobody asks it.")),
};

Deno.test("with a token and no limit two dollars a day are spent at most, and zero lifts that", () => {
  const capOf = (settings: Record<string, string>) => capsOf(parseConfig(settings)).dailyUsd;
  const HF_API_TOKEN = "hf_token";
  assertEquals(capOf({}), undefined);
  assertEquals(capOf({ HF_API_TOKEN }), 2);
  assertEquals(capOf({ HF_API_TOKEN, DAILY_SPEND_LIMIT_USD: "7" }), 7);
  assertEquals(capOf({ HF_API_TOKEN, DAILY_SPEND_LIMIT_USD: "0" }), undefined);
});

Deno.test("today's money reaches until what is spent and reserved leaves too little", async () => {
  const available = availableModel(ROUTED_MODEL, PROVIDER);
  let spent = 0;
  let now = 0;
  const budget = new DailyBudget({
    caps: { dailyUsd: 1 },
    history: { spentSince: () => Promise.resolve(spent) },
    now: () => now,
  });
  const reaches = async (payer: "instance" | "visitor") => {
    now += 2000;
    return await budget.reachesFor({ ...available, payer });
  };
  assertEquals([await reaches("instance"), await reaches("visitor")], [true, true]);
  spent = 950_000;
  assertEquals([await reaches("instance"), await reaches("visitor")], [false, true]);
});
