import { PROMPT_NAME } from "./control_words.ts";
import { ControlFrame, fieldProps } from "./ControlFrame.tsx";
import type { Panel } from "./panel.ts";

/** What should happen in the video, where the model can be told. */
export function PromptField({ panel }: { readonly panel: Panel }) {
  const { prompt: rule } = panel.state.value.view.model;
  if (rule.need === "none") return null;
  return (
    <ControlFrame
      panel={panel}
      name="prompt"
      label={PROMPT_NAME}
      aside={<span class="text-muted">{rule.need}</span>}
    >
      <textarea
        {...fieldProps<HTMLTextAreaElement>(panel, "prompt")}
        class="field"
        dir="auto"
        rows={2}
        maxLength={rule.maxLength}
        required={rule.need === "required"}
      />
    </ControlFrame>
  );
}
