import type { PanelFacts } from "../../contract/panel.ts";
import { ModelChooser } from "./ModelChooser.tsx";
import { PresetButtons } from "./PresetButtons.tsx";
import { PromptField } from "./PromptField.tsx";

/** The choices that everyone makes: the model, the words, how much should move. */
export function PanelChoices({ panel }: { readonly panel: PanelFacts }) {
  return (
    <div data-panel="choices" class="flex flex-col gap-3">
      <p id="panel-note" class="note text-fine text-amber" role="status">{panel.notice}</p>
      <ModelChooser models={panel.models} chosen={panel.model} />
      <PromptField panel={panel} />
      <PresetButtons panel={panel} />
    </div>
  );
}
