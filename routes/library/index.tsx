import { page } from "fresh";
import { LibraryPage } from "../(_pages)/library/LibraryPage.tsx";
import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { readLibrary } from "../../server/pages/library_list.ts";
import { allWithOldName } from "../../server/old_names.ts";
import { PERSONAL_HEADERS, wantsPage } from "../../server/pages/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { caller, cookies, services: { generations } } = ctx.state;
    const query = ctx.url.searchParams;
    const list = await readLibrary(generations, { viewer: caller, query });
    if (!caller.isNew) cookies.keep(caller);
    const headers = { ...PERSONAL_HEADERS, "x-robots-tag": "noindex" };
    if (wantsPage(ctx)) return page(list, { headers });
    return Response.json({ ...list, generations: allWithOldName(list.generations) }, { headers });
  },
});

export default define.page<typeof handler>(function Library({ data, state, url }) {
  const { generations: views, next } = data;
  const kept = Number(url.searchParams.get("kept")) || undefined;
  return <LibraryPage views={views} next={next} kept={kept} role={state.caller.role} />;
});
