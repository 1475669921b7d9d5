import { Board } from "../components/board/Board.tsx";
import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { readBoard } from "../server/pages/board_facts.ts";

/** Prices and waits move, and what is open depends on who asks. */
const HEADERS = { "cache-control": "private, no-store", "x-robots-tag": "noindex" };

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { services, caller: { purse }, site: { siteUrl } } = ctx.state;
    const board = await readBoard(ctx.url.searchParams, { ...services, purse, siteUrl });
    return await ctx.render(<Board board={board} />, { headers: HEADERS }, {
      skipAppWrapper: true,
      skipInheritedLayouts: true,
    });
  },
});
