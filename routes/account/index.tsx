import { page } from "fresh";
import { AccountPage } from "../(_pages)/account/AccountPage.tsx";
import { define } from "../../server/app_state.ts";
import { describeAccount } from "../../server/account/account_facts.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { PERSONAL_HEADERS } from "../../server/pages/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  GET(ctx) {
    const headers = { ...PERSONAL_HEADERS, "x-robots-tag": "noindex" };
    return page(describeAccount(ctx), { headers });
  },
});

export default define.page<typeof handler>(function Account({ data }) {
  return <AccountPage account={data} />;
});
