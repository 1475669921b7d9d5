import type { AcceptedGeneration } from "../../contract/generation.ts";
import type { Problem } from "../../contract/problem.ts";
import { connectionFault, type Fault, faultOfBody, parseJson } from "../following/fault.ts";

/** What is sent beside the pictures. */
export interface SubmissionSettings {
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Asks for a new video even where a stored one would do. */
  readonly isFresh: boolean;
}

/** The answer for one picture, or for each of several in their order. */
export type Accepted =
  | { readonly kind: "one"; readonly page: string }
  | {
    readonly kind: "several";
    readonly batch: string;
    readonly generations: readonly (AcceptedGeneration | Problem)[];
  };

/** What happens to a submission. Exactly one of `onAccepted` and `onFault` is called. */
export interface SubmissionListener {
  /** Share of the upload that is through, in whole percent. */
  onUpload(percent: number): void;
  onAccepted(accepted: Accepted): void;
  onFault(fault: Fault): void;
}

/** Sends the pictures; the result stops it. `fetch` cannot tell how far an upload is. */
export function uploadPictures(
  files: readonly File[],
  settings: SubmissionSettings,
  listener: SubmissionListener,
  request: XMLHttpRequest = new XMLHttpRequest(),
): () => void {
  let hasUploaded = false;
  request.upload.onprogress = ({ loaded, total }) =>
    listener.onUpload(total > 0 ? Math.floor((loaded / total) * 100) : 0);
  request.upload.onload = () => {
    hasUploaded = true;
    listener.onUpload(100);
  };
  request.onload = () => {
    const accepted = request.status < 300 ? readAccepted(request.responseText) : undefined;
    if (accepted !== undefined) listener.onAccepted(accepted);
    else listener.onFault(faultOfBody(request.responseText, request.status));
  };
  request.onerror = () => listener.onFault(connectionFault(hasUploaded));

  request.open("POST", "/generate");
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("Prefer", "respond-async");
  request.send(formOf(files, settings));
  return () => request.abort();
}

function formOf(files: readonly File[], { fields, isFresh }: SubmissionSettings): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  if (isFresh) form.append("cache", "off");
  for (const file of files) form.append("image", file);
  return form;
}

interface Answer extends Partial<AcceptedGeneration> {
  readonly batch?: string;
  readonly generations?: readonly (AcceptedGeneration | Problem)[];
}

function readAccepted(text: string): Accepted | undefined {
  const { page, batch, generations } = (parseJson(text) ?? {}) as Answer;
  if (batch !== undefined && generations !== undefined) {
    return { kind: "several", batch, generations };
  }
  return page === undefined ? undefined : { kind: "one", page };
}
