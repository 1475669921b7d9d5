import {
  canceledWork,
  dig,
  doneAt,
  failureOfWork,
  idIn,
  lostWork,
  pathIn,
  type RoutedProvider,
  unknownState,
} from "./routed_provider.ts";

const API = "/wavespeed/api/v3";

/** WaveSpeed through the router (WaveSpeed API v3). Its answers are 200 with a code of their own. */
export const WAVESPEED: RoutedProvider = {
  id: "wavespeed",
  name: "WaveSpeed",

  submission({ providerModel, payload, jpeg }) {
    const image = jpeg.toBase64();
    // Some of its models read the one, some the other.
    const body = { ...payload, image, images: [image] };
    return { method: "POST", path: `${API}/${providerModel}`, body };
  },

  statusIn(body) {
    const code = dig(body, "code");
    if (typeof code !== "number" || code >= 200 && code <= 299) return undefined;
    return code >= 300 && code <= 599 ? code : 500;
  },

  operationPath(body) {
    const named = pathIn(dig(body, "data", "urls", "get"));
    if (named !== undefined) return `/wavespeed${named}`;
    const id = idIn(dig(body, "data", "id"));
    return id === undefined ? undefined : `${API}/predictions/${id}/result`;
  },

  async check(path, connection) {
    const body = await connection.ask({ method: "GET", path, mayHoldVideo: true });
    const state = dig(body, "data", "status");
    switch (state) {
      case "created":
        return { kind: "queued" };
      case "processing":
        return { kind: "working" };
      case "completed":
        return doneAt(dig(body, "data", "outputs", 0));
      case "failed":
        return lostWork({ codes: [], words: wordsIn(dig(body, "data", "error")) }, connection);
      case "timeout":
        return { kind: "ended", failure: failureOfWork("job-failed") };
      case "cancelled":
      case "canceled":
        return canceledWork();
      default:
        throw unknownState(state);
    }
  },
};

function wordsIn(error: unknown): string {
  return typeof error === "string" ? error.slice(0, 2000) : "";
}
