import { define } from "../../server/app_state.ts";
import { leave } from "../../server/account/leaving.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  async POST(ctx) {
    const { caller: { account }, services: { accounts, clock } } = ctx.state;
    const isEverywhere = ctx.url.searchParams.has("everywhere");
    if (isEverywhere && account) await accounts.signOutEverywhere(account, clock.now());
    return leave(ctx, isEverywhere ? "signed-out-everywhere" : "signed-out");
  },
});
