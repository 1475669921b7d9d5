import { page } from "fresh";
import { EnterPage } from "./(_pages)/EnterPage.tsx";
import { define } from "../server/app_state.ts";
import { ownPath } from "../server/protocol/own_path.ts";
import { wrongPassword } from "../server/problems/password_guard.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { readShortForm } from "../server/protocol/short_form.ts";
import { asksForPage } from "../server/protocol/accept.ts";

const HEADERS = { "cache-control": "no-store", "x-robots-tag": "noindex" };

/** Where an instance with `ACCESS_PASSWORD` is entered; without one there is nothing to enter. */
export const handler = define.handlers({
  ...allowOnly("GET", "HEAD", "POST"),
  GET(ctx) {
    const { accessPassword } = ctx.state.services.identity;
    const from = ctx.url.searchParams.get("from");
    if (!accessPassword) return ctx.redirect(ownPath(from, ctx.url.origin) ?? "/", 303);
    return page({ from, isWrong: false }, { headers: HEADERS });
  },
  async POST(ctx) {
    const { cookies, caller, services: { identity: { accessPassword } } } = ctx.state;
    const form = await readShortForm(ctx.req);
    const from = form.get("from") ?? null;
    const isRight = !accessPassword ||
      accessPassword.isRight(form.get("password") ?? "", caller.line);
    if (!isRight) {
      if (!asksForPage(ctx.req)) throw wrongPassword();
      return page({ from, isWrong: true }, { status: 401, headers: HEADERS });
    }
    if (accessPassword) cookies.admit(accessPassword.pass);
    return ctx.redirect(ownPath(from, ctx.url.origin) ?? "/", 303);
  },
});

export default define.page<typeof handler>(function Enter({ data }) {
  return <EnterPage {...data} />;
});
