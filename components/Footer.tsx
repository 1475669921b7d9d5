import type { SiteLinks } from "../contract/site_facts.ts";
import { SiteLink } from "./SiteLink.tsx";

interface FooterProps {
  readonly links: Pick<SiteLinks, "source">;
  /** Whether the front page says how to reach the operator. */
  readonly hasContact: boolean;
}

export function Footer({ links, hasContact }: FooterProps) {
  return (
    <footer class="mt-24 footer border-t bg-panel">
      <div class="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-8 gap-y-4 px-4 py-8 text-fine text-muted md:px-8">
        <p>
          <strong class="font-sign tracking-sign text-text">AI Lounge After Dark</strong>{" "}
          by Epic Tech AIGent
        </p>
        <ul class="flex flex-wrap gap-x-6">
          <FooterLink href="/#reading" text="Documentation" />
          {links.source && <FooterLink href={links.source} text="Source" />}
          <FooterLink href="/status" text="Status" />
          <FooterLink href="/#faq" text="Questions" />
          {hasContact && <FooterLink href="/#contact" text="Contact" />}
        </ul>
      </div>
    </footer>
  );
}

function FooterLink({ href, text }: { readonly href: string; readonly text: string }) {
  return (
    <li>
      <SiteLink href={href} class="flex min-h-touch items-center hover:text-cyan">{text}</SiteLink>
    </li>
  );
}
