import { STILL_HEIGHT_HEADER, STILL_WIDTH_HEADER } from "../contract/still.ts";
import { define } from "../server/app_state.ts";
import { allowOnly } from "../server/protocol/allowed_methods.ts";
import { onlyPicture } from "../server/uploads/uploaded_picture.ts";

export const handler = define.handlers({
  ...allowOnly("POST"),
  async POST(ctx) {
    const { req, state: { caller, cookies, services: { uploads, stills } } } = ctx;
    using _place = uploads.limits.begin(caller.line);
    await using form = await uploads.receive(req);
    const { jpeg, picture } = await stills.draw(onlyPicture(form.pictures), {
      visitorId: caller.visitorId,
      signal: req.signal,
    });
    cookies.keep(caller);
    return new Response(jpeg, {
      headers: {
        "content-type": "image/jpeg",
        "cache-control": "no-store",
        [STILL_WIDTH_HEADER]: String(picture.width),
        [STILL_HEIGHT_HEADER]: String(picture.height),
      },
    });
  },
});
