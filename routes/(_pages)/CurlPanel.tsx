import type { GenerationView } from "../../contract/generation.ts";
import { CurlCommand } from "./CurlCommand.tsx";

interface CurlPanelProps {
  readonly view: GenerationView;
  /** Says which video, where there are several. */
  readonly label?: string;
}

/** A video's recipe as a command, in a drawer. */
export function CurlPanel({ label = "Copy as curl", view }: CurlPanelProps) {
  return (
    <details class="drawer">
      <summary class="button">
        {label} <span class="chevron text-cyan" aria-hidden="true" />
      </summary>
      <div class="panel mt-3 p-4">
        <CurlCommand view={view} />
      </div>
    </details>
  );
}
