import { page } from "fresh";
import { ExamplesPage } from "../(_pages)/ExamplesPage.tsx";
import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { wantsPage } from "../../server/pages/view_answer.ts";

const HEADERS = { "cache-control": "no-store", "vary": "Accept" };

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { examples } = ctx.state.services;
    const exampleList = await examples.list();
    if (!exampleList.areAllReady) void examples.make();
    const headers = HEADERS;
    return wantsPage(ctx)
      ? page(exampleList, { headers })
      : Response.json(exampleList, { headers });
  },
});

export default define.page<typeof handler>(function Examples({ data }) {
  return <ExamplesPage exampleList={data} />;
});
