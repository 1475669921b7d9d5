import type { ComponentChildren } from "preact";
import { curlCommand } from "../../../contract/curl.ts";
import type { ModelCard } from "../../../contract/model.ts";
import { useSite } from "../../../components/site.ts";
import { ApiFields } from "./ApiFields.tsx";
import { Section } from "./Section.tsx";

export function ApiSection({ models }: { readonly models: readonly ModelCard[] }) {
  const { siteUrl } = useSite();
  const command = curlCommand({ siteUrl, fields: [] });
  const submit = `curl -H "Prefer: respond-async" -F image=@photo.jpg ${siteUrl}/generate`;
  const follow = `curl -N "${siteUrl}/v/9b2d1c0e-…/events?key=…"`;
  return (
    <Section
      id="api"
      title="One curl, one video"
      intro="The studio has no private entrance. What the page does, one HTTP request does: no key, no SDK."
    >
      <div class="grid gap-5 lg:grid-cols-2">
        <CodePanel title="Ask">
          <code class="selects-whole block min-h-touch text-cyan">{command}</code>
          <p class="mt-6 text-fine text-muted">
            Rather not wait? Ask for the answer at once, then follow the{" "}
            <code class="text-text">events</code>{" "}
            address in it; after 50 seconds that answer comes anyway. Hang up whenever you like: the
            video is made all the same.
          </p>
          <code class="selects-whole mt-3 block text-fine text-text">{submit}</code>
          <code class="selects-whole mt-3 block text-fine text-text">{follow}</code>
        </CodePanel>
        <CodePanel title="Get">
          <pre
            class="overflow-x-auto text-text"
            tabIndex={0}
            role="region"
            aria-label="Example answer"
          >{EXAMPLE_ANSWER}</pre>
          <p class="mt-4 text-fine text-muted">
            What goes wrong comes back as{" "}
            <code class="text-text">application/problem+json</code>, with a code, what to do next
            and whether anything was charged: <a class="link" href="/problems">all of them</a>.
          </p>
        </CodePanel>
      </div>
      <ApiFields models={models} />
    </Section>
  );
}

const EXAMPLE_ANSWER = `{
  "id": "9b2d1c0e-…",
  "url": "/videos/9b2d1c0e-….mp4",
  "page": "/v/9b2d1c0e-…",
  "width": 1024,
  "height": 576
}`;

interface CodePanelProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

function CodePanel({ title, children }: CodePanelProps) {
  return (
    <div class="panel min-w-0 p-5">
      <h3 class="mb-4 border-b pb-3 text-fine font-semibold text-muted">{title}</h3>
      {children}
    </div>
  );
}
