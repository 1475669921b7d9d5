import { SiteLink } from "../../../components/SiteLink.tsx";
import { EraseForm } from "../../../components/videos/EraseForm.tsx";
import type { GenerationView } from "../../../contract/generation.ts";
import { settingsLink } from "../../../contract/settings_link.ts";
import { CurlPanel } from "../CurlPanel.tsx";

/** What its owner can do with a generation that has no video, or none yet. */
export function GenerationActions({ view }: { readonly view: GenerationView }) {
  return (
    <div class="mt-6 flex flex-wrap items-start gap-3">
      <a class="button" href="/library">Your library</a>
      <SiteLink class="button" href={settingsLink(view)}>Use these settings</SiteLink>
      <a class="button" href={`${view.page}/receipt`}>Receipt</a>
      <EraseForm
        action={`${view.page}/delete`}
        label="Delete this one"
        warning="This permanently deletes its picture and everything stored about it."
      />
      <CurlPanel view={view} />
    </div>
  );
}
