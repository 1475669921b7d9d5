import { TRY_AGAIN } from "../../contract/problem.ts";
import { NOT_TAKEN } from "../../contract/upload_kind.ts";
import { type FailureEntry, TURNED_AWAY } from "./failure_entry.ts";
import { OTHER_PICTURE, OTHER_REQUEST } from "./next_steps.ts";

const SIZE_ADVICE = "Make it smaller and try again.";

/** The picture that was sent cannot be used. */
export const PICTURE_FAILURES = {
  "image-missing": {
    ...TURNED_AWAY,
    status: 400,
    title: "No picture in the form",
    meaning: "The form has no file in its field image.",
    advice: "Send the picture as a file in the multipart field image.",
    next: OTHER_PICTURE,
    cases: {
      "other-field": {
        what: "The form has a file in its field {name}, and none in its field image.",
      },
      "other-fields": {
        what: "The form has a file in a field of another name, and none in its field image.",
      },
      "text": { what: "The form's field image holds text, and no file." },
    },
  },
  "image-empty": {
    ...TURNED_AWAY,
    status: 400,
    title: "The picture is empty",
    meaning: "The picture's file is empty.",
    advice: "Choose the picture again; it may still be syncing from a cloud drive.",
    next: OTHER_PICTURE,
  },
  "image-type-unsupported": {
    ...TURNED_AWAY,
    status: 415,
    title: "Not a picture the studio can read",
    meaning: "The file is not a JPEG, PNG, WebP, GIF, AVIF or BMP picture, whatever its name says.",
    advice: "Save the picture as JPEG or PNG and send that.",
    next: OTHER_PICTURE,
    cases: { "known-type": NOT_TAKEN },
  },
  "image-heic": {
    ...TURNED_AWAY,
    status: 415,
    title: "HEIC pictures cannot be read here",
    meaning: "This is a HEIC picture, the format that iPhones save by default. It cannot be read " +
      "here.",
    advice: "On an iPhone, share the photo as JPEG, or choose Settings, Camera, Formats, Most " +
      "Compatible.",
    next: OTHER_PICTURE,
  },
  "image-is-video": {
    ...TURNED_AWAY,
    status: 415,
    title: "A video instead of a picture",
    meaning: "The file is a video, and the studio starts from a still picture.",
    advice: "Pause the video at the moment you like, save that as a picture and send it.",
    next: OTHER_PICTURE,
    cases: {
      "known-type": {
        what: "This file is {fileType}, and the studio starts from a still picture.",
      },
    },
  },
  "image-too-large": {
    ...TURNED_AWAY,
    status: 413,
    title: "The file is too large",
    meaning: "The upload is larger than this site takes.",
    advice: "Make the picture smaller; 2000 pixels on the long side are plenty.",
    next: OTHER_PICTURE,
    cases: { "limit": { what: "A picture may have at most {limitBytes}." } },
  },
  "upload-timeout": {
    ...TURNED_AWAY,
    retryable: true,
    repetition: "We don't retry this, and have kept nothing of it. Send the picture again.",
    status: 408,
    title: "The upload took too long",
    meaning: "The picture stopped arriving on its way here, or came too slowly to wait for.",
    advice: "Check the connection, or make the picture smaller, and send it again.",
    next: TRY_AGAIN,
    cases: {
      "silent": {
        what: "Nothing more of the picture arrived for {silentSeconds}, so the upload was ended.",
      },
      "slow": { what: "The upload was not complete after {limitSeconds}, so it was ended." },
    },
  },
  "image-too-many-pixels": {
    ...TURNED_AWAY,
    status: 422,
    title: "The picture has too many pixels",
    meaning:
      "The picture has more pixels than this site decodes. Interlaced PNGs and progressive " +
      "JPEGs may have fewer, because they are read as a whole.",
    advice: "Make the picture smaller, or save it as a baseline JPEG, and try again.",
    next: OTHER_PICTURE,
    cases: {
      "size": {
        what:
          "The picture has {width} × {height} pixels; at most {limitMillions} million are taken.",
        advice: SIZE_ADVICE,
      },
      "interlaced": {
        what:
          "The picture has {width} × {height} pixels; interlaced PNGs of its kind may have at most {limitMillions} million, because they are read as a whole.",
        advice: "Save it without interlacing, or smaller, and try again.",
      },
      "scans": {
        what:
          "The picture has {width} × {height} pixels; progressive JPEGs of its kind may have at most {limitMillions} million, because they are read as a whole.",
        advice: "Save it as a baseline JPEG, or smaller, and try again.",
      },
      "frame": {
        what:
          "The picture has {width} × {height} pixels; pictures of this format may have at most {limitMillions} million, because they are read as a whole.",
        advice: "Save it as a JPEG, or smaller, and try again.",
      },
    },
  },
  "image-too-small": {
    ...TURNED_AWAY,
    status: 422,
    title: "The picture is too small",
    meaning: "The picture's shorter side is too short to make a video of.",
    advice: "Choose a larger picture; 576 pixels or more on each side look good.",
    next: OTHER_PICTURE,
    cases: {
      "size": {
        what: "The picture has {width} × {height} pixels; each side needs at least {minSide}.",
        advice: "Choose a larger one.",
      },
    },
  },
  "image-too-detailed": {
    ...TURNED_AWAY,
    status: 422,
    title: "The picture has too much detail for this model",
    meaning: "The model takes small files only, and this picture does not shrink enough.",
    advice: "Choose a calmer part of the picture, another picture or another model.",
    next: OTHER_REQUEST,
    cases: {
      "limit": {
        what:
          "The model takes pictures of at most {limitBytes}, and this one has too much detail for that.",
      },
    },
  },
  "image-unreadable": {
    ...TURNED_AWAY,
    status: 422,
    title: "The picture is damaged",
    meaning: "The picture is damaged or incomplete and cannot be read.",
    advice: "Open it in a picture program, save it again and send the new file.",
    next: OTHER_PICTURE,
    cases: {
      "cut-off": {
        what: "The picture is cut off: its file ends too early.",
        advice: "Copy or download it again and send the new file.",
      },
    },
  },
  "image-too-slow": {
    ...TURNED_AWAY,
    status: 422,
    title: "The picture takes too long to read",
    meaning: "The picture takes longer to read than this site waits for one.",
    advice: "Save it as a baseline JPEG, or smaller, and try again.",
    next: OTHER_PICTURE,
    cases: {
      "scans": {
        what:
          "The picture is stored in {scans} scans; of a JPEG of its size at most {limit} are read.",
        advice: "Save it as a baseline JPEG and try again.",
      },
      "time": { what: "The picture was not read after {limitSeconds}, so it was given up." },
    },
  },
  "still-busy": {
    ...TURNED_AWAY,
    retryable: true,
    repetition: "We don't retry this. The Retry-After header says when to send it again.",
    status: 429,
    title: "Pictures are being drawn already",
    meaning:
      "A picture that your browser cannot show is drawn here, one at a time for each visitor.",
    advice: "Try again in a few seconds, or go on without seeing it.",
    next: TRY_AGAIN,
  },
  "form-too-large": {
    ...TURNED_AWAY,
    status: 413,
    title: "The form holds too much",
    meaning: "A form may hold only so many fields and files, of a bounded length each.",
    advice: "Send what the model's settings need, and the pictures.",
    cases: {
      "fields": "The form has more than {limit} fields.",
      "files": "The form has more than {limit} files.",
      "parts": "The form has more than {limit} parts.",
      "name": "A field’s name is longer than {limit} characters.",
      "value": "The field {name} is longer than {limitBytes}.",
      "unnamed-value": "A field is longer than {limitBytes}.",
    },
  },
  "too-many-uploads": {
    ...TURNED_AWAY,
    retryable: true,
    repetition: "We don't retry this. The Retry-After header says when to send it again.",
    status: 429,
    title: "Too many uploads",
    meaning: "One network address may send only so many pictures at once, and in a minute.",
    advice: "Wait a moment and send it again.",
    next: TRY_AGAIN,
    cases: {
      "at-once":
        "Your network is sending {limit} uploads already, the limit here. Wait for one of them to arrive.",
      "per-minute":
        "Your network sent {limit} pictures within a minute, the limit here. Wait a moment and send it again.",
    },
  },
  "too-many-images": {
    ...TURNED_AWAY,
    status: 422,
    title: "Too many pictures at once",
    meaning: "The form holds more pictures than one request may.",
    advice: "Send the others in a second request.",
    cases: { "limit": { what: "One form may hold at most {limit} pictures." } },
  },
} as const satisfies Record<string, FailureEntry>;
