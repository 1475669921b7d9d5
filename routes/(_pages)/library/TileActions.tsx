import { SiteLink } from "../../../components/SiteLink.tsx";
import { downloadName } from "../../../contract/download_name.ts";
import type { GenerationView } from "../../../contract/generation.ts";
import { compareLink } from "../../../components/videos/video_links.ts";
import { settingsLink } from "../../../contract/settings_link.ts";
import { CurlCommand } from "../CurlCommand.tsx";

/** What the owner can do with one generation of the library. */
export function TileActions({ view }: { readonly view: GenerationView }) {
  const { id, url, page, isPublic } = view;
  return (
    <div class="mt-2 flex flex-wrap items-start gap-2">
      {url !== undefined && (
        <a class="button flex-1" href={url} download={downloadName(id)}>Download</a>
      )}
      <details class="drawer flex-1">
        <summary class="button w-full">More</summary>
        <div class="plate mt-2 flex flex-col gap-2 p-3">
          <SiteLink class="button" href={settingsLink(view)}>Use these settings</SiteLink>
          {url !== undefined && <a class="button" href={compareLink(id)}>Compare</a>}
          {url !== undefined && (
            <form method="post" action={`${page}/share`}>
              <input type="hidden" name="public" value={isPublic ? "false" : "true"} />
              <button type="submit" class="button w-full">
                {isPublic ? "Make private" : "Share"}
              </button>
            </form>
          )}
          <details>
            <summary class="button w-full">Copy as curl</summary>
            <div class="mt-3">
              <CurlCommand view={view} />
            </div>
          </details>
          <details>
            <summary class="button w-full">Delete</summary>
            <form method="post" action={`${page}/delete`} class="mt-2">
              <button type="submit" class="button button-danger w-full">Delete for good</button>
            </form>
          </details>
        </div>
      </details>
    </div>
  );
}
