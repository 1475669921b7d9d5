import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { GenerationView } from "../../contract/generation.ts";
import type { StudioFacts } from "../../contract/site_facts.ts";
import { choosePictures } from "./choose_pictures.ts";
import { openingState, reduceStudio } from "./studio_reducer.ts";
import type { ChosenPicture, Pictures, StudioAction, StudioState } from "./studio_state.ts";
import { moodOf, picturesOf } from "./studio_state.ts";
import { submitPictures } from "./submission.ts";
import { useGenerations } from "./use_generations.ts";

/** What the studio starts with. */
export interface StudioOpening {
  readonly facts: StudioFacts;
  /** The generation to follow from the start. */
  readonly view?: GenerationView;
}

/** The studio's state and what a visitor can do to it. */
export interface Studio {
  readonly state: ReadonlySignal<StudioState>;
  choose(files: readonly File[]): void;
  /** Sends the pictures on the stage with the form's other fields. */
  generate(fields: FormData): void;
  cancel(): void;
  retry(): void;
}

export function useStudio({ facts, view }: StudioOpening): Studio {
  const state = useSignal<StudioState>(openingState(view));
  const stopUpload = useRef(() => {});

  const dispatch = (action: StudioAction) => {
    const before = picturesOf(state.value);
    state.value = reduceStudio(state.value, action);
    revokeGone(before, picturesOf(state.value));
  };
  const generations = useGenerations(state, dispatch);
  useEffect(() => () => stopUpload.current(), []);

  return {
    state,
    choose(files) {
      if (moodOf(state.value) === "working" || files.length === 0) return;
      const { files: taken, notice } = choosePictures(files, facts);
      const pictures = taken.map((file) => ({ file, previewUrl: URL.createObjectURL(file) }));
      if (isFilled(pictures)) dispatch({ type: "picked", pictures, notice });
      else dispatch({ type: "turned-away", notice });
    },
    generate(fields) {
      const mood = moodOf(state.value);
      if (mood === "working") return;
      dispatch({ type: "submitted" });
      if (state.value.kind !== "uploading") return;
      const files = state.value.pictures.map(({ file }) => file);
      stopUpload.current = submitPictures(files, { fields, isFresh: mood === "done" }, {
        onUpload: (percent) => dispatch({ type: "uploaded", percent }),
        onAccepted: generations.accept,
        onFault: (fault) => dispatch({ type: "refused", fault }),
      });
    },
    cancel() {
      stopUpload.current();
      dispatch({ type: "stopped" });
      generations.cancel();
    },
    retry: generations.retry,
  };
}

function isFilled(pictures: readonly ChosenPicture[]): pictures is Pictures {
  return pictures.length > 0;
}

function revokeGone(before: readonly ChosenPicture[], after: readonly ChosenPicture[]): void {
  for (const picture of before) {
    if (!after.includes(picture)) URL.revokeObjectURL(picture.previewUrl);
  }
}
