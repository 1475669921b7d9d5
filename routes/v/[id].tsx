import { HttpError, page } from "fresh";
import { WatchPage } from "../../components/WatchPage.tsx";
import { define } from "../../server/app_state.ts";
import { readFilmTitle } from "../../server/media/film_title.ts";
import { allowOnly } from "../../server/http/allowed_methods.ts";

export const handler = define.handlers({
  ...allowOnly("GET", "HEAD"),
  async GET(ctx) {
    const { id = "" } = ctx.params;
    const video = await ctx.state.services.videos.find(`${id}.mp4`);
    if (video === undefined) throw new HttpError(404);
    const { size, modified } = video;
    return page({ id, size, modified, label: await readFilmTitle(video) });
  },
});

export default define.page<typeof handler>(function Watch({ data, state, url }) {
  return <WatchPage facts={state.services.describeSite(url.origin)} {...data} />;
});
