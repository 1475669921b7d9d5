import type { GenerationProgress, GenerationResult } from "../../contract/generation.ts";
import type { Problem } from "../../contract/problem.ts";
import { EventStreamParser, type StreamEvent } from "./event_stream.ts";
import {
  connectionFault,
  faultOfBody,
  faultOfProblem,
  type StudioFault,
  UNFINISHED_FAULT,
} from "./studio_fault.ts";

/** What happens to a request. Exactly one of `onDone` and `onFault` is called, unless aborted. */
export interface GenerationListener {
  /** Share of the upload that is through, in whole percent. */
  onUpload(percent: number): void;
  onProgress(progress: GenerationProgress): void;
  onDone(result: GenerationResult): void;
  onFault(fault: StudioFault): void;
}

export interface GenerationRequest {
  /** Ends the request; the server cancels the generation. Nothing is called afterwards. */
  abort(): void;
}

/** `fetch` cannot tell how far an upload is, hence XMLHttpRequest. */
export function requestGeneration(
  file: File,
  listener: GenerationListener,
  request: XMLHttpRequest = new XMLHttpRequest(),
): GenerationRequest {
  const parser = new EventStreamParser();
  let readLength = 0;
  let hasUploaded = false;
  let isOver = false;

  const end = (report: () => void) => {
    if (isOver) return;
    isOver = true;
    report();
  };
  const readAnswer = () => {
    if (request.status !== 200 || isOver) return;
    const text = request.responseText.slice(readLength);
    readLength += text.length;
    for (const event of parser.push(text)) {
      if (event.event === "progress") listener.onProgress(JSON.parse(event.data));
      else if (event.event === "done" || event.event === "problem") {
        end(() => reportEnd(event, listener));
      }
    }
  };

  request.upload.onprogress = ({ loaded, total }) =>
    listener.onUpload(total > 0 ? Math.floor((loaded / total) * 100) : 0);
  request.upload.onload = () => {
    hasUploaded = true;
    listener.onUpload(100);
  };
  request.onprogress = readAnswer;
  request.onload = () => {
    readAnswer();
    end(() =>
      listener.onFault(
        request.status === 200
          ? UNFINISHED_FAULT
          : faultOfBody(request.responseText, request.status),
      )
    );
  };
  request.onerror = () => end(() => listener.onFault(connectionFault(hasUploaded)));

  const form = new FormData();
  form.append("image", file);
  request.open("POST", "/generate");
  request.setRequestHeader("Accept", "text/event-stream");
  request.send(form);
  return {
    abort() {
      end(() => request.abort());
    },
  };
}

function reportEnd(event: StreamEvent, listener: GenerationListener): void {
  if (event.event === "done") {
    const result: GenerationResult = JSON.parse(event.data);
    listener.onDone(result);
  } else {
    const problem: Problem = JSON.parse(event.data);
    listener.onFault(faultOfProblem(problem));
  }
}
