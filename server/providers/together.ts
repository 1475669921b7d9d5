import {
  canceledWork,
  dig,
  doneAt,
  idIn,
  lostWork,
  type RoutedProvider,
  unknownState,
} from "./routed_provider.ts";
import { errorIn } from "./upstream_answer.ts";

const VIDEOS = "/together/v2/videos";

/** Together AI through the router (Together "Videos" API). It takes small pictures only. */
export const TOGETHER: RoutedProvider = {
  id: "together",
  name: "Together AI",

  submission({ providerModel, payload, jpeg }) {
    const input_image = `data:image/jpeg;base64,${jpeg.toBase64()}`;
    const frame_images = [{ input_image, frame: "first" }];
    const body = { ...payload, model: providerModel, frame_images };
    return { method: "POST", path: VIDEOS, body };
  },

  operationPath(body) {
    const id = idIn(dig(body, "id"));
    return id === undefined ? undefined : `${VIDEOS}/${id}`;
  },

  async check(path, line) {
    const body = await line.ask({ method: "GET", path, mayHoldVideo: true });
    const state = dig(body, "status");
    switch (state) {
      case "queued":
        return { kind: "queued" };
      case "in_progress":
        return { kind: "working" };
      case "completed":
        return doneAt(dig(body, "outputs", "video_url"));
      case "failed":
        return lostWork(errorIn(body), line);
      case "cancelled":
      case "canceled":
        return canceledWork();
      default:
        throw unknownState(state);
    }
  },
};
