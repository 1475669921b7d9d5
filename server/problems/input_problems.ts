import { type ProblemEntry, TURNED_AWAY } from "./problem_entry.ts";

/** What the visitor sent cannot be used. */
export const INPUT_PROBLEMS = {
  "image-missing": {
    ...TURNED_AWAY,
    status: 400,
    title: "No picture in the form",
    meaning: "The form has no file in its field image.",
    advice: "Send the picture as a file in the multipart field image.",
  },
  "image-empty": {
    ...TURNED_AWAY,
    status: 400,
    title: "The picture is empty",
    meaning: "The file arrived with no bytes in it.",
    advice: "Choose the picture again; it may still have been syncing from a cloud drive.",
  },
  "malformed-form": {
    ...TURNED_AWAY,
    status: 400,
    title: "The form cannot be read",
    meaning: "The request's body is not the multipart form that its header promises.",
    advice: "Let your client build the form, for example with curl -F image=@photo.jpg.",
  },
  "malformed-address": {
    ...TURNED_AWAY,
    status: 400,
    title: "The address cannot be read",
    meaning: "The address holds a percent escape that stands for no character.",
    advice: "Check the link, or start again at the front page.",
  },
  "invalid-setting": {
    ...TURNED_AWAY,
    status: 422,
    title: "A setting is not allowed",
    meaning: "One of the form's settings has a value that the model cannot take.",
    advice: "The message names the setting and its legal values.",
  },
  "unknown-model": {
    ...TURNED_AWAY,
    status: 404,
    title: "No such model",
    meaning: "The form names a model that this instance does not run.",
    advice: "The message lists the models; without the field the default is used.",
  },
  "unsupported-media-type": {
    ...TURNED_AWAY,
    status: 415,
    title: "Not a form upload",
    meaning: "The request's Content-Type is not multipart/form-data.",
    advice: "Send a multipart form with the picture in the field image.",
  },
  "image-type-unsupported": {
    ...TURNED_AWAY,
    status: 415,
    title: "Not a picture the studio can read",
    meaning: "The file's bytes are not a JPEG, PNG, WebP, GIF or AVIF, whatever its name says.",
    advice: "Save the picture as JPEG or PNG and try again.",
  },
  "image-heic": {
    ...TURNED_AWAY,
    status: 415,
    title: "HEIC pictures cannot be read here",
    meaning: "The picture is in the format that iPhones save by default.",
    advice: "Share the photo as JPEG, or set Settings, Camera, Formats to Most Compatible.",
  },
  "image-is-video": {
    ...TURNED_AWAY,
    status: 415,
    title: "A video instead of a picture",
    meaning: "The file's bytes are those of a video; the studio starts from a still picture.",
    advice: "Pause the video at the moment you like, save that as a picture and send it.",
  },
  "image-too-large": {
    ...TURNED_AWAY,
    status: 413,
    title: "The file is too large",
    meaning: "The upload is larger than this instance takes.",
    advice: "Make the picture smaller; 2000 pixels on the long side are plenty.",
  },
  "upload-timeout": {
    ...TURNED_AWAY,
    retry: "The server repeats nothing, and has kept nothing of it. Send the picture again.",
    status: 408,
    title: "The upload took too long",
    meaning: "The picture stopped arriving on its way here, or came too slowly to wait for.",
    advice: "Check the connection, or make the picture smaller, and send it again.",
  },
  "image-too-many-pixels": {
    ...TURNED_AWAY,
    status: 422,
    title: "The picture has too many pixels",
    meaning:
      "The picture has more pixels than this instance decodes; where all of them must be in " +
      "memory at once, as in interlaced PNGs and progressive JPEGs, it takes fewer.",
    advice: "Scale the picture down, or save it as a baseline JPEG, and try again.",
  },
  "image-too-small": {
    ...TURNED_AWAY,
    status: 422,
    title: "The picture is too small",
    meaning: "The picture's shorter side is too short to make a video of.",
    advice: "Choose a picture of at least 64 pixels on each side; 576 or more look good.",
  },
  "image-too-detailed": {
    ...TURNED_AWAY,
    status: 422,
    title: "The picture has too much detail for this model",
    meaning: "The model takes small files only, and this picture does not shrink enough.",
    advice: "Choose a calmer part of the picture, another picture or another model.",
  },
  "image-unreadable": {
    ...TURNED_AWAY,
    status: 422,
    title: "The picture is damaged",
    meaning: "The picture's data is cut off or corrupt, so it cannot be decoded whole.",
    advice: "Open it in a picture program, save it again and try the new file.",
  },
  "too-many-images": {
    ...TURNED_AWAY,
    status: 422,
    title: "Too many pictures at once",
    meaning: "The form holds more pictures than one request may.",
    advice: "Send the pictures in several requests.",
  },
  "idempotency-key-malformed": {
    ...TURNED_AWAY,
    status: 400,
    title: "The idempotency key cannot be read",
    meaning: "The Idempotency-Key header is empty, too long or not a quoted string.",
    advice: "Send one fresh UUID in double quotes with every new request.",
  },
  "foreign-origin": {
    ...TURNED_AWAY,
    status: 403,
    title: "Sent from another site",
    meaning: "The form was sent by a page of another site.",
    advice: "Open the studio itself and send the picture from there.",
  },
  "not-found": {
    ...TURNED_AWAY,
    retry: "The server repeats nothing; a wrong address stays wrong.",
    status: 404,
    title: "Nothing here",
    meaning: "There is nothing at this address, or it has been erased.",
    advice: "Check the link, or start again at the front page.",
  },
  "erased": {
    ...TURNED_AWAY,
    chargeReason: "Asking for what is gone costs nothing; its receipt is gone with it.",
    retry: "There is nothing left to repeat.",
    status: 410,
    title: "Erased",
    meaning: "The generation was here. Its owner erased it, or its time was up.",
    advice: "It cannot be brought back. Make a new one from the same picture.",
  },
  "method-not-allowed": {
    ...TURNED_AWAY,
    status: 405,
    title: "Method not allowed",
    meaning: "The address exists, but not for this HTTP method.",
    advice: "The Allow header lists the methods that work.",
  },
  "method-not-implemented": {
    ...TURNED_AWAY,
    status: 501,
    title: "Unknown method",
    meaning: "The request came with an HTTP method that no address of this server takes.",
    advice: "Send GET, POST or another common method, in capital letters.",
  },
  "prompt-missing": {
    ...TURNED_AWAY,
    status: 422,
    title: "The model needs a prompt",
    meaning:
      "The chosen model has to be told in words what should happen, and the field prompt was " +
      "missing or blank.",
    advice:
      "Describe the motion in a sentence or two in the field prompt, or choose a model that " +
      "takes none.",
  },
  "model-unavailable": {
    ...TURNED_AWAY,
    status: 422,
    title: "The model is not available here",
    meaning: "This instance knows the model, but something is missing to run it for you.",
    advice: "The message says what it needs; signing in or a token of your own often is enough.",
  },
  "too-many-token-checks": {
    ...TURNED_AWAY,
    retry: "The server repeats nothing. The Retry-After header says when to enter the token again.",
    status: 429,
    title: "Too many tokens were entered",
    meaning:
      "Only so many tokens are checked at Hugging Face in a short time, for one visitor and " +
      "for all of them. This one was not looked at and not kept.",
    advice: "Wait ten minutes and enter the token again; a token that is in place goes on paying.",
  },
  "token-refused": {
    ...TURNED_AWAY,
    status: 422,
    title: "Hugging Face does not know the token",
    meaning:
      "The token that was entered is not, or no longer, valid at Hugging Face. It was not kept.",
    advice: "Copy it again as a whole, or make a new one in your settings at Hugging Face.",
  },
} as const satisfies Record<string, ProblemEntry>;
