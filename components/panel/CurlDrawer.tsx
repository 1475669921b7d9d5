import { curlCommand, type CurlRequest } from "../../contract/curl.ts";

/** The video that the form would ask for, as a command line; the island keeps it up to date. */
export function CurlDrawer({ siteUrl, fields }: CurlRequest) {
  return (
    <details id="curl" class="drawer">
      <summary class="button">
        Copy as curl <span class="chevron text-cyan" aria-hidden="true" />
      </summary>
      <div class="mt-3 flex flex-wrap items-start gap-3">
        <pre
          id="curl-command"
          class="plate min-w-0 flex-1 overflow-x-auto p-3 text-fine"
          tabIndex={0}
          role="region"
          aria-label="The same as a command"
          data-site={siteUrl}
        >{curlCommand({ siteUrl, fields })}</pre>
        <button type="button" class="button with-script" data-act="copy" id="curl-copy">
          <span aria-live="polite">Copy</span>
        </button>
      </div>
    </details>
  );
}
