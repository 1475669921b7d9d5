/** All that is needed once there is a picture, in one piece that is loaded with the first one. */
export { cropOfAddress } from "./address_crop.ts";
export { choosePictures } from "./choose_pictures.ts";
export { ChosenPictures } from "./ChosenPictures.tsx";
export { sendPictures } from "./send_pictures.ts";
export { SentPicture } from "./SentPicture.tsx";
