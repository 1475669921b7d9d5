import { curlCommand } from "../../contract/curl.ts";
import type { GenerationView } from "../../contract/generation.ts";
import { recipeFields } from "../../contract/recipe_fields.ts";
import { useSite } from "../../components/site.ts";
import CopyButton from "../../islands/CopyButton.tsx";

/** The command that has the same recipe run again, on whatever picture it is given. */
export function CurlCommand({ view }: { readonly view: GenerationView }) {
  const { siteUrl } = useSite();
  const command = curlCommand({ siteUrl, fields: recipeFields(view) });
  return (
    <>
      <p class="mb-3 text-fine text-muted">
        The same recipe as a command, for a picture file of your own.
      </p>
      {/* No region: a page may hold many, and landmarks have to differ. */}
      <pre
        class="mb-3 overflow-x-auto text-fine"
        tabIndex={0}
        role="group"
        aria-label="The same as a command"
      >{command}</pre>
      <CopyButton text={command} />
    </>
  );
}
