import { type Crop, DEFAULT_CROP, isCrop } from "../../contract/crop.ts";

/** All that is needed once there is a picture, in one piece that is loaded with the first one. */
export { choosePictures } from "./choose_pictures.ts";
export { ChosenPictures } from "./ChosenPictures.tsx";
export { sendPictures } from "./send_pictures.ts";
export { SentPicture } from "./SentPicture.tsx";

/** The crop among the fields of an address's query; `undefined` where there is none, or no legal one. */
export function cropOfAddress(search: string): Crop | undefined {
  const query = new URLSearchParams(search);
  if (!["crop_x", "crop_y", "crop_zoom"].some((name) => query.has(name))) return undefined;
  const read = (name: string, absent: number) => Number(query.get(name) ?? absent);
  const crop = {
    x: read("crop_x", DEFAULT_CROP.x),
    y: read("crop_y", DEFAULT_CROP.y),
    zoom: read("crop_zoom", DEFAULT_CROP.zoom),
  };
  return isCrop(crop) ? crop : undefined;
}
