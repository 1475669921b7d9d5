import {
  dig,
  failureOfLostWork,
  failureOfWork,
  idIn,
  type RoutedProvider,
  unknownState,
  videoMissing,
} from "./routed_provider.ts";
import { parseErrorBody } from "./upstream_answer.ts";

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
    const body = await line.ask({ method: "GET", path });
    const state = dig(body, "status");
    switch (state) {
      case "queued":
        return { kind: "queued" };
      case "in_progress":
        return { kind: "working" };
      case "completed": {
        const address = dig(body, "outputs", "video_url");
        if (typeof address !== "string" || address === "") throw videoMissing();
        return { kind: "done", address };
      }
      case "failed":
        throw failureOfLostWork(parseErrorBody(JSON.stringify(body)), line);
      case "cancelled":
      case "canceled":
        throw failureOfWork("job-canceled");
      default:
        throw unknownState(state);
    }
  },
};
