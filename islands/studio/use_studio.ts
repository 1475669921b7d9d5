import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { StudioFacts } from "../../contract/site_facts.ts";
import { type GenerationRequest, requestGeneration } from "./generation_request.ts";
import { refusalOf } from "./picture_check.ts";
import {
  EMPTY,
  isWorking,
  pictureOf,
  reduceStudio,
  type StudioAction,
  type StudioState,
} from "./studio_state.ts";

/** The studio's state and what a visitor can do to it. */
export interface Studio {
  readonly state: ReadonlySignal<StudioState>;
  choose(file: File): void;
  generate(): void;
  cancel(): void;
  clear(): void;
}

export function useStudio(facts: StudioFacts): Studio {
  const state = useSignal<StudioState>(EMPTY);
  const request = useRef<GenerationRequest | null>(null);

  const dispatch = (action: StudioAction): StudioState => {
    const before = pictureOf(state.value);
    const next = reduceStudio(state.value, action);
    state.value = next;
    if (before !== undefined && before !== pictureOf(next)) URL.revokeObjectURL(before.previewUrl);
    return next;
  };
  useEffect(() => () => request.current?.abort(), []);

  return {
    state,
    choose(file) {
      if (isWorking(state.value)) return;
      const notice = refusalOf(file, facts);
      if (notice !== undefined) dispatch({ type: "refused", notice });
      else dispatch({ type: "picked", picture: { file, previewUrl: URL.createObjectURL(file) } });
    },
    generate() {
      if (isWorking(state.value)) return;
      const next = dispatch({ type: "submitted", at: performance.now() });
      if (next.kind !== "uploading") return;
      request.current = requestGeneration(next.picture.file, {
        onUpload: (percent) => dispatch({ type: "uploaded", percent }),
        onProgress: (progress) => dispatch({ type: "progressed", progress }),
        onDone: (result) => dispatch({ type: "finished", result }),
        onFault: (fault) => dispatch({ type: "failed", fault }),
      });
    },
    cancel() {
      request.current?.abort();
      dispatch({ type: "canceled" });
    },
    clear() {
      dispatch({ type: "cleared" });
    },
  };
}
