import { useEffect, useRef } from "preact/hooks";
import type { FormFields } from "../../components/panel/panel_values.ts";
import type { StudioPanel } from "../panel/studio_panel.ts";
import { AttemptKey, COOKIES_LOST, cookiesComeBack } from "./without_cookies.ts";
import { openPictureChunk, pictureChunk } from "./open_picture_chunk.ts";
import type { StudioOpening, StudioSignals } from "./studio_opening.ts";
import { reduceStudio } from "./studio_reducer.ts";
import {
  type ChosenPicture,
  moodOf,
  type Pictures,
  picturesOf,
  type StudioAction,
} from "./studio_state.ts";
import { UNREACHABLE, useGenerations } from "./use_generations.ts";

/** What a visitor can do to the studio. */
export interface StudioHandle {
  /** Takes pictures, or the recipe of a video. */
  choose(files: readonly File[]): void;
  /** Sends the pictures in the studio with what is set, unless that cannot be sent. */
  submit(): Promise<void>;
  cancel(): void;
  retry(): void;
  /** Asks for what the provider had taken, for nothing. */
  lookAgain(): void;
}

export function useStudio(
  { facts }: Pick<StudioOpening, "facts">,
  { state, framing }: StudioSignals,
  panel: StudioPanel | undefined,
): StudioHandle {
  const choosing = useRef(Promise.resolve());
  const openedAt = useRef("");
  const stopUpload = useRef(() => {});
  const attempt = useRef(new AttemptKey());

  const dispatch = (action: StudioAction) => {
    const before = picturesOf(state.value);
    state.value = reduceStudio(state.value, action);
    revokeGone(before, picturesOf(state.value));
  };
  const generations = useGenerations(state, dispatch);
  useEffect(() => {
    openedAt.current = location.search;
    return () => stopUpload.current();
  }, []);

  const take = async (files: readonly File[]) => {
    dispatch({ type: "noticed", notice: "Opening the picture…" });
    const { choosePictures, cropOfAddress } = await openPictureChunk();
    const { files: taken, previews, notice, restored } = await choosePictures(
      files,
      facts,
      picturesOf(state.value),
    );
    if (moodOf(state.value) === "working") return;
    if (restored !== undefined) {
      if (panel === undefined) return location.assign(restored.address);
      await panel.restore(restored.fields);
      framing.value = { ...framing.value, crop: restored.crop };
      openedAt.current = "";
    }
    const pictures = taken.map((file, index) => ({
      file,
      previewUrl: URL.createObjectURL(previews[index] ?? file),
    }));
    if (!isFilled(pictures)) {
      return dispatch({ type: "noticed", notice: notice || RESTORED });
    }
    // A crop that came before the picture is for this one; the last picture's is not.
    const hasComeBefore = restored !== undefined || picturesOf(state.value).length === 0;
    const crop = hasComeBefore ? framing.value.crop ?? cropOfAddress(openedAt.current) : undefined;
    framing.value = { crop, sendsOriginal: false };
    openedAt.current = "";
    dispatch({ type: "picked", pictures, notice });
    if (await cookiesComeBack()) return;
    dispatch({ type: "noticed", notice: `${notice} ${COOKIES_LOST}`.trimStart() });
  };

  const generate = (fields: FormFields, hasLibrary: boolean) => {
    const mood = moodOf(state.value);
    if (mood === "working") return;
    dispatch({ type: "submitted" });
    if (state.value.kind !== "uploading" || !pictureChunk.value) return;
    const files = state.value.pictures.map(({ file }) => file);
    const chosen = { fields, isFresh: mood === "done", framing: framing.value, ...facts };
    // With a cookie the server itself tells a second click from a second wish.
    const attemptKey = hasLibrary ? undefined : attempt.current.of(files, chosen);
    stopUpload.current = pictureChunk.value.sendPictures(files, { ...chosen, attemptKey }, {
      onUpload: (percent) => dispatch({ type: "uploaded", percent }),
      onAccepted(accepted) {
        attempt.current.settle();
        generations.accept(accepted);
      },
      onFault(fault) {
        // Where the lounge itself has not answered, it may have the pictures.
        if (fault.explanation !== undefined) attempt.current.settle();
        dispatch({ type: "refused", fault });
      },
    });
  };

  return {
    choose(files) {
      if (moodOf(state.value) === "working" || files.length === 0) return;
      choosing.current = choosing.current.then(() => take(files))
        .catch(() => dispatch({ type: "noticed", notice: UNREACHABLE }));
    },
    async submit() {
      await choosing.current;
      const fields = panel === undefined ? [] : await panel.fieldsToSend();
      if (fields !== undefined) generate(fields, await cookiesComeBack());
    },
    cancel() {
      stopUpload.current();
      dispatch({ type: "stopped" });
      generations.cancel();
    },
    retry: generations.retry,
    lookAgain: generations.lookAgain,
  };
}

const RESTORED = "The video's settings are filled in. Bring its picture, or another one.";

function isFilled(pictures: readonly ChosenPicture[]): pictures is Pictures {
  return pictures.length > 0;
}

function revokeGone(before: readonly ChosenPicture[], after: readonly ChosenPicture[]): void {
  for (const picture of before) {
    if (!after.includes(picture)) URL.revokeObjectURL(picture.previewUrl);
  }
}
