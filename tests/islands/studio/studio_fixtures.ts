import type { GenerationView } from "../../../contract/generation.ts";
import type { Fault } from "../../../islands/following/fault.ts";
import { openingState, reduceStudio } from "../../../islands/studio/studio_reducer.ts";
import type {
  ChosenPicture,
  StudioAction,
  StudioState,
} from "../../../islands/studio/studio_state.ts";

export const PICTURE: ChosenPicture = picture("photo.jpg");
export const SECOND: ChosenPicture = picture("second.jpg");

export const FAULT: Fault = {
  detail: "The picture is cut off.",
  charged: "no",
  explanation: "/problems/image-unreadable",
  status: 422,
};

function picture(name: string): ChosenPicture {
  return { file: new File([name], name, { type: "image/jpeg" }), previewUrl: `blob:${name}` };
}

/** The state after `actions`, from the start. */
export function after(...actions: StudioAction[]): StudioState {
  return actions.reduce(reduceStudio, openingState());
}

export function viewed(view: GenerationView): StudioAction {
  return { type: "viewed", view, clockAheadMs: 0 };
}

export const picked: StudioAction = { type: "picked", pictures: [PICTURE], notice: "" };
export const pickedTwo: StudioAction = { type: "picked", pictures: [PICTURE, SECOND], notice: "" };
export const submitted: StudioAction = { type: "submitted" };
export const refused: StudioAction = { type: "refused", fault: FAULT };
