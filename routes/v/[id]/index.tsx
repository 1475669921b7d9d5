import { page } from "fresh";
import { GenerationPage } from "../../(_pages)/generation/GenerationPage.tsx";
import { define } from "../../../server/app_state.ts";
import { allowOnly } from "../../../server/protocol/allowed_methods.ts";
import { withOldName } from "../../../server/old_names.ts";
import { viewHeaders, wantsPage } from "../../../server/pages/view_answer.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD", "DELETE"),
  async GET(ctx) {
    const { services: { generations }, caller } = ctx.state;
    const view = await generations.view(ctx.params.id ?? "", caller);
    const headers = viewHeaders(view);
    const isPage = wantsPage(ctx, view);
    // Its owner needs no key: it should not stand in the address bar, to be sent on with the address.
    if (isPage && view.isOwner && ctx.url.searchParams.has("key")) return ctx.redirect(view.page);
    if (!isPage) return Response.json(withOldName(view), { headers });
    const others = view.video ? await generations.listOfSamePicture(view.id, caller) : [];
    return page({ view, others }, { headers });
  },
  async DELETE(ctx) {
    const { services: { generations }, caller } = ctx.state;
    await generations.erase(ctx.params.id ?? "", caller);
    return new Response(null, { status: 204 });
  },
});

export default define.page<typeof handler>(function Generation({ data }) {
  return <GenerationPage {...data} />;
});
