import { cropFields, MIN_ZOOM } from "../../contract/crop.ts";
import {
  type SubmissionListener,
  type SubmissionSettings,
  uploadPictures,
} from "../studio/submission.ts";
import { prepareUpload } from "../upload/prepare_upload.ts";
import type { Framing } from "./framing.ts";

interface SendingSettings extends SubmissionSettings {
  readonly framing: Framing;
  readonly maxImageBytes: number;
}

/** Sends the pictures, large ones made smaller; the result stops it. */
export function sendPictures(
  files: readonly File[],
  { framing, maxImageBytes, fields, isFresh, attemptKey }: SendingSettings,
  listener: SubmissionListener,
): () => void {
  const crop = files.length === 1 ? cropFields(framing.crop) : [];
  const settings = { fields: [...fields, ...crop], isFresh, attemptKey };
  let stopUpload = () => {};
  let isStopped = false;
  prepareAll(files, framing, maxImageBytes).then((prepared) => {
    if (!isStopped) stopUpload = uploadPictures(prepared, settings, listener);
  });
  return () => {
    isStopped = true;
    stopUpload();
  };
}

/** One after another, for the sake of the memory. What is framed is one picture alone. */
async function prepareAll(
  files: readonly File[],
  { crop, sendsOriginal }: Framing,
  maxImageBytes: number,
): Promise<File[]> {
  const wish = files.length === 1
    ? { sendsOriginal, zoom: crop?.zoom ?? MIN_ZOOM, maxImageBytes }
    : { sendsOriginal: false, zoom: MIN_ZOOM, maxImageBytes };
  const prepared: File[] = [];
  for (const file of files) prepared.push((await prepareUpload(file, wish)).file);
  return prepared;
}
