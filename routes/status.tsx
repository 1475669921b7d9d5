import { page } from "fresh";
import { StatusPage } from "./(_pages)/status/StatusPage.tsx";
import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { statusWithOldNames } from "../server/old_names.ts";
import { readStatus } from "../server/pages/status_report.ts";
import { wantsPage } from "../server/pages/view_answer.ts";

const HEADERS = { "cache-control": "no-store", "vary": "Accept" };

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const report = await readStatus(ctx.state.services);
    const headers = HEADERS;
    return wantsPage(ctx)
      ? page(report, { headers })
      : Response.json(statusWithOldNames(report), { headers });
  },
});

export default define.page<typeof handler>(function Status({ data }) {
  return <StatusPage report={data} />;
});
