import type { SiteLinks } from "../../../contract/site_facts.ts";
import { Section } from "./Section.tsx";

export function Reading({ links }: { readonly links: SiteLinks }) {
  return (
    <Section id="reading" title="Liner notes">
      <div class="grid gap-8 md:grid-cols-2">
        <LinkList title="Documentation" links={links.documentation} />
        <LinkList title="Whitepapers" links={links.whitepapers} />
      </div>
    </Section>
  );
}

interface LinkListProps {
  readonly title: string;
  readonly links: SiteLinks["whitepapers"];
}

function LinkList({ title, links }: LinkListProps) {
  return (
    <div>
      <h3 class="text-body font-semibold">{title}</h3>
      <ul class="mt-3 space-y-1">
        {links.map((link) => (
          <li key={link.url}>
            <a
              class="link inline-flex min-h-touch items-center text-note"
              href={link.url}
              rel="noopener"
            >
              {link.title}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
