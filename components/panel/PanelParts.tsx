import type { PanelFacts } from "../../contract/panel.ts";
import { PanelChoices } from "./PanelChoices.tsx";
import { PanelSummary } from "./PanelSummary.tsx";
import { PanelControls } from "./PanelControls.tsx";

/**
 * All parts of the settings panel without the page around them, for the island that puts them in
 * place.
 */
export function PanelParts({ panel }: { readonly panel: PanelFacts }) {
  return (
    <>
      <PanelChoices panel={panel} />
      <PanelSummary panel={panel} />
      <PanelControls panel={panel} />
    </>
  );
}
