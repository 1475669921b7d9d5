import type { ProblemEntry } from "./problem_entry.ts";

/** What the visitor sent cannot be used. */
export const INPUT_PROBLEMS = {
  "image-missing": {
    status: 400,
    title: "No picture in the form",
    meaning: "The form has no file in its field image.",
    advice: "Send the picture as a file in the multipart field image.",
  },
  "image-empty": {
    status: 400,
    title: "The picture is empty",
    meaning: "The file arrived with no bytes in it.",
    advice: "Choose the picture again; it may still have been syncing from a cloud drive.",
  },
  "malformed-form": {
    status: 400,
    title: "The form cannot be read",
    meaning: "The request's body is not the multipart form that its header promises.",
    advice: "Let your client build the form, for example with curl -F image=@photo.jpg.",
  },
  "malformed-address": {
    status: 400,
    title: "The address cannot be read",
    meaning: "The address holds a percent escape that stands for no character.",
    advice: "Check the link, or start again at the front page.",
  },
  "invalid-setting": {
    status: 422,
    title: "A setting is not allowed",
    meaning: "One of the form's settings has a value that the model cannot take.",
    advice: "The message names the setting and its legal values.",
  },
  "unknown-model": {
    status: 404,
    title: "No such model",
    meaning: "The form names a model that this instance does not run.",
    advice: "The message lists the models; without the field the default is used.",
  },
  "unsupported-media-type": {
    status: 415,
    title: "Not a form upload",
    meaning: "The request's Content-Type is not multipart/form-data.",
    advice: "Send a multipart form with the picture in the field image.",
  },
  "image-type-unsupported": {
    status: 415,
    title: "Not a picture the studio can read",
    meaning: "The file's bytes are not a JPEG, PNG, WebP, GIF or AVIF, whatever its name says.",
    advice: "Save the picture as JPEG or PNG and try again.",
  },
  "image-heic": {
    status: 415,
    title: "HEIC pictures cannot be read here",
    meaning: "The picture is in the format that iPhones save by default.",
    advice: "Share the photo as JPEG, or set Settings, Camera, Formats to Most Compatible.",
  },
  "image-too-large": {
    status: 413,
    title: "The file is too large",
    meaning: "The upload is larger than this instance takes.",
    advice: "Make the picture smaller; 2000 pixels on the long side are plenty.",
  },
  "image-too-many-pixels": {
    status: 422,
    title: "The picture has too many pixels",
    meaning: "The picture's header announces more pixels than this instance decodes.",
    advice: "Scale the picture down and try again.",
  },
  "image-too-small": {
    status: 422,
    title: "The picture is too small",
    meaning: "The picture's shorter side is too short to make a film of.",
    advice: "Choose a picture of at least 64 pixels on each side; 576 or more look good.",
  },
  "image-unreadable": {
    status: 422,
    title: "The picture is damaged",
    meaning: "The picture's data is cut off or corrupt, so it cannot be decoded whole.",
    advice: "Open it in a picture program, save it again and try the new file.",
  },
  "too-many-images": {
    status: 422,
    title: "Too many pictures at once",
    meaning: "The form holds more pictures than one request may.",
    advice: "Send the pictures in several requests.",
  },
  "idempotency-key-malformed": {
    status: 400,
    title: "The idempotency key cannot be read",
    meaning: "The Idempotency-Key header is empty, too long or not a quoted string.",
    advice: "Send one fresh UUID in double quotes with every new request.",
  },
  "foreign-origin": {
    status: 403,
    title: "Sent from another site",
    meaning: "The form was sent by a page of another site.",
    advice: "Open the studio itself and send the picture from there.",
  },
  "not-found": {
    status: 404,
    title: "Nothing here",
    meaning: "There is nothing at this address, or it has been erased.",
    advice: "Check the link, or start again at the front page.",
  },
  "erased": {
    status: 410,
    title: "Erased",
    meaning: "The generation was here. Its owner erased it, or its time was up.",
    advice: "It cannot be brought back. Make a new one from the same picture.",
  },
  "method-not-allowed": {
    status: 405,
    title: "Method not allowed",
    meaning: "The address exists, but not for this HTTP method.",
    advice: "The Allow header lists the methods that work.",
  },
} as const satisfies Record<string, ProblemEntry>;
