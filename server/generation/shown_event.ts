import type {
  FailureFacts,
  ShownEvent,
  StoredEvent,
  VideoFacts,
} from "../../contract/generation.ts";
import type { Problem } from "../../contract/problem.ts";
import { labelWords } from "../wording/labels.ts";
import { progressView } from "../wording/progress.ts";
import type { Generation } from "./generation.ts";

/** Makes the problem of a stored failure, as whoever may read it does; the payer among them. */
export type ToProblem = (
  failure: FailureFacts,
  about: Pick<Generation, "id" | "payer">,
) => Problem;

/** A video with what it is in words, where that was told when it was made. */
export function shownVideo({ labelCode, ...video }: VideoFacts): VideoFacts {
  const { label = labelWords(labelCode) } = video;
  return label === undefined ? video : { ...video, label };
}

/** An event with the sentences that it is stored without. */
export function shownEvent(
  { seq, at, event }: StoredEvent,
  { about, toProblem }: {
    readonly about: Pick<Generation, "id" | "payer">;
    readonly toProblem: ToProblem;
  },
): ShownEvent {
  switch (event.type) {
    case "progress":
      return { seq, at, event: { ...event, progress: progressView(event.progress) } };
    case "failed": {
      const { failure } = event;
      const { code, charged, retryable } = failure;
      const { detail: message } = toProblem(failure, about);
      const parameters = "message" in failure ? {} : { parameters: failure.parameters };
      return {
        seq,
        at,
        event: { ...event, failure: { code, ...parameters, charged, retryable, message } },
      };
    }
    case "succeeded":
      return { seq, at, event: { ...event, video: shownVideo(event.video) } };
    default:
      return { seq, at, event };
  }
}
