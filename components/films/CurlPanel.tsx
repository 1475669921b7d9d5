import { curlCommand } from "../../contract/curl.ts";
import type { GenerationView } from "../../contract/generation.ts";
import { recipeFields } from "../../contract/recipe_fields.ts";
import CopyButton from "../../islands/CopyButton.tsx";

interface CurlPanelProps {
  readonly siteUrl: string;
  readonly view: GenerationView;
}

/** The command that has the same recipe run again, on whatever picture it is given. */
export function CurlPanel({ siteUrl, view }: CurlPanelProps) {
  const command = curlCommand({ siteUrl, fields: recipeFields(view) });
  return (
    <details class="drawer">
      <summary class="button">
        Copy as curl <span class="chevron text-cyan" aria-hidden="true" />
      </summary>
      <div class="panel mt-3 p-4">
        <p class="mb-3 text-fine text-muted">
          The same recipe as a command, for a picture file of your own.
        </p>
        <pre
          class="mb-3 overflow-x-auto text-fine"
          tabIndex={0}
          role="region"
          aria-label="The same as a command"
        >{command}</pre>
        <CopyButton text={command} />
      </div>
    </details>
  );
}
