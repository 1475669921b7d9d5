import type { AcceptedGeneration } from "../../contract/generation.ts";
import type { Problem } from "../../contract/problem.ts";
import { TRY_AGAIN } from "../../contract/problem.ts";
import {
  beforeTrying,
  connectionFault,
  type Fault,
  faultOfProblem,
  isProblem,
  parseJson,
} from "../following/fault.ts";

/** What is sent beside the pictures. */
export interface SubmissionSettings {
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Asks for a new video even where a stored one would do. */
  readonly isFresh: boolean;
  /** Names the attempt where the server cannot tell by a cookie that it is repeated. */
  readonly attemptKey?: string | undefined;
}

/** The answer for one picture, or for each of several in their order. */
export type Accepted =
  | { readonly kind: "one"; readonly generation: Pick<AcceptedGeneration, "page" | "status"> }
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
    else listener.onFault(faultOfAnswer(request, settings));
  };
  request.onerror = () => listener.onFault(connectionFault({ ...settings, hasUploaded }));

  request.open("POST", "/generate");
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("Prefer", "respond-async");
  if (settings.attemptKey) request.setRequestHeader("Idempotency-Key", settings.attemptKey);
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
  const { page, status, batch, generations } = (parseJson(text) ?? {}) as Answer;
  if (batch !== undefined && generations !== undefined) {
    return { kind: "several", batch, generations };
  }
  return page === undefined || status === undefined
    ? undefined
    : { kind: "one", generation: { page, status } };
}

/** Why nothing was taken; an answer that is not the lounge's own came from a server in between. */
function faultOfAnswer(
  { responseText, status }: Pick<XMLHttpRequest, "responseText" | "status">,
  { attemptKey }: SubmissionSettings,
): Fault {
  const value = parseJson(responseText);
  if (isProblem(value)) return faultOfProblem(value);
  if (status === 413) {
    return {
      detail:
        "The picture is too large for the server in front of this one, so that nothing arrived. Take a smaller picture, or ask whoever runs this site to let more through: in nginx by client_max_body_size.",
      charged: "no",
      status,
      next: { kind: "choose-picture", text: "Choose another picture" },
    };
  }
  return {
    detail:
      `Something between you and this server answered with status ${status}, and nobody can tell whether your picture arrived. ${
        beforeTrying(attemptKey)
      }`,
    charged: "unknown",
    status,
    next: TRY_AGAIN,
  };
}
