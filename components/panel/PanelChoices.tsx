import { ModelChooser } from "./ModelChooser.tsx";
import type { Panel } from "./panel.ts";
import { PresetButtons } from "./PresetButtons.tsx";
import { PromptField } from "./PromptField.tsx";

/** The choices that everyone makes: the model, the words, how much should move. */
export function PanelChoices({ panel }: { readonly panel: Panel }) {
  return (
    <div data-panel="choices" class="flex flex-col gap-3">
      <p id="panel-note" class="note text-fine text-amber" role="status">
        {panel.state.value.view.notice}
      </p>
      <ModelChooser panel={panel} />
      <PromptField panel={panel} />
      <PresetButtons panel={panel} />
    </div>
  );
}
