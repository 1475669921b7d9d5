import { assertEquals } from "@std/assert";
import { parseConfig } from "../../../server/config.ts";
import { DailyBudget } from "../../../server/generation/daily_budget.ts";
import { capsOf } from "../../../server/opening/models.ts";
import { startLounge } from "../../lounge.ts";

Deno.test("with a token and no limit two dollars a day are spent at most, and zero lifts that", () => {
  const capOf = (settings: Record<string, string>) => capsOf(parseConfig(settings)).dailyUsd;
  const HF_API_TOKEN = "hf_token";
  assertEquals(capOf({}), undefined);
  assertEquals(capOf({ HF_API_TOKEN }), 2);
  assertEquals(capOf({ HF_API_TOKEN, DAILY_SPEND_LIMIT_USD: "7" }), 7);
  assertEquals(capOf({ HF_API_TOKEN, DAILY_SPEND_LIMIT_USD: "0" }), undefined);
});

Deno.test("today's money reaches until what is spent and reserved leaves too little", async () => {
  await using lounge = await startLounge({
    HF_API_TOKEN: "hf_token",
    HF_HUB_URL: "http://127.0.0.1:9",
  });
  const model = lounge.services.models.model("wan-2.1");
  const route = model?.routes[0];
  if (!model || !route) throw new Error("The model is gone");
  const available = { model, routes: [route], payer: "instance", provider: { id: "x" } };
  let spent = 0;
  let now = 0;
  const budget = new DailyBudget({
    caps: { dailyUsd: 1 },
    history: { spentSince: () => Promise.resolve(spent) },
    now: () => now,
  });
  const reaches = async (payer: string) => {
    now += 2000;
    // deno-lint-ignore no-explicit-any -- the rest of it is never looked at
    return await budget.reachesFor({ ...available, payer } as any);
  };
  assertEquals([await reaches("instance"), await reaches("visitor")], [true, true]);
  spent = 950_000;
  assertEquals([await reaches("instance"), await reaches("visitor")], [false, true]);
});
