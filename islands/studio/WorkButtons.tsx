import { cancelSentence } from "../following/view_words.ts";
import type { StudioState } from "./studio_state.ts";
import type { ReadyNotice } from "./use_ready_notice.ts";

interface WorkButtonsProps {
  readonly state: StudioState;
  readonly notice: ReadyNotice;
  cancel(): void;
}

/** What can be done while the work is under way. */
export function WorkButtons({ state, notice, cancel }: WorkButtonsProps) {
  return (
    <>
      <CancelButton state={state} cancel={cancel} />
      {state.kind !== "uploading" && notice.offer.value === "open" && (
        <button type="button" class="button flex-1 lg:flex-none" onClick={notice.take}>
          Tell me when it is ready
        </button>
      )}
      {notice.offer.value === "taken" && (
        <span class="text-fine text-muted">This browser will tell you.</span>
      )}
    </>
  );
}

function CancelButton({ state, cancel }: Omit<WorkButtonsProps, "notice">) {
  if (state.kind === "uploading") {
    return <button type="button" class="button" onClick={cancel}>Cancel</button>;
  }
  if (state.kind !== "following") return null;
  const { page, isOwner, isCancelRequested, cancelOutlook } = state.view;
  const sentence = cancelSentence(cancelOutlook);
  if (!isOwner || isCancelRequested || sentence === undefined) return null;
  // A button with an address of its own works without scripting too, where no form can be nested.
  return (
    <>
      <button
        type="submit"
        class="button"
        formAction={`${page}/cancel`}
        formEncType="application/x-www-form-urlencoded"
        formNoValidate
        aria-describedby="cancel-outlook"
        onClick={(event) => {
          event.preventDefault();
          cancel();
        }}
      >
        Cancel
      </button>
      <span id="cancel-outlook" class="outlook text-fine text-muted">{sentence}</span>
    </>
  );
}
