import { define } from "../../server/app_state.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { findVideos } from "../../server/pages/video_selection.ts";
import { videosArchive } from "../../server/pages/videos_archive.ts";

export const handler = define.handlers({
  ...allowOnly("GET"),
  async GET(ctx) {
    const { services, caller: viewer } = ctx.state;
    return videosArchive(await findVideos(services, { viewer, query: ctx.url.searchParams }));
  },
});
