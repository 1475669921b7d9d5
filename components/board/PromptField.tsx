import type { BoardFacts } from "../../contract/board.ts";
import { PROMPT_NAME } from "./control_words.ts";
import { ControlFrame, controlId, describedBy } from "./ControlFrame.tsx";

/** What should happen in the video, where the model can be told. */
export function PromptField({ board }: { readonly board: BoardFacts }) {
  const { prompt: rule } = board.model;
  if (rule.need === "none") return null;
  return (
    <ControlFrame
      name="prompt"
      label={PROMPT_NAME}
      aside={<span class="text-muted">{rule.need}</span>}
    >
      <textarea
        id={controlId("prompt")}
        name="prompt"
        class="field"
        rows={2}
        maxLength={rule.maxLength}
        required={rule.need === "required"}
        aria-describedby={describedBy("prompt", undefined)}
        data-default={rule.default}
        value={board.prompt ?? ""}
      />
    </ControlFrame>
  );
}
