import type { PanelFacts } from "../../contract/panel.ts";
import { PROMPT_NAME } from "./control_words.ts";
import { ControlFrame, controlId, describedBy } from "./ControlFrame.tsx";

/** What should happen in the video, where the model can be told. */
export function PromptField({ panel }: { readonly panel: PanelFacts }) {
  const { prompt: rule } = panel.model;
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
        value={panel.prompt ?? ""}
      />
    </ControlFrame>
  );
}
