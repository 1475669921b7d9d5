import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { curlCommand } from "../../contract/curl.ts";
import { type Panel, showOpened } from "./panel.ts";

/** The video that the form would ask for, as a command line. */
export function CurlDrawer({ panel }: { readonly panel: Panel }) {
  const command = useRef<HTMLPreElement>(null);
  const label = useSignal("Copy");
  const text = curlCommand({
    siteUrl: panel.state.value.view.siteUrl,
    fields: panel.request.value,
  });

  /** Where nothing may be copied, as on a page without TLS, the command is selected instead. */
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      label.value = "Copied";
    } catch {
      if (command.current) getSelection()?.selectAllChildren(command.current);
      label.value = "Press Ctrl+C";
    }
  };
  return (
    <details id="curl" class="drawer" onToggle={showOpened}>
      <summary class="button">
        Copy as curl <span class="chevron text-cyan" aria-hidden="true" />
      </summary>
      <div class="mt-3 flex flex-wrap items-start gap-3">
        <pre
          id="curl-command"
          ref={command}
          class="plate min-w-0 flex-1 overflow-x-auto p-3 text-fine"
          tabIndex={0}
          role="region"
          aria-label="The same as a command"
        >{text}</pre>
        <button type="button" class="button with-script" id="curl-copy" onClick={copy}>
          <span aria-live="polite">{label.value}</span>
        </button>
      </div>
    </details>
  );
}
