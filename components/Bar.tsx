import { Logo } from "./Logo.tsx";

const LINKS = [
  { href: "/#studio", text: "Studio" },
  { href: "/#how-it-works", text: "How it works" },
  { href: "/#api", text: "API" },
  { href: "/#pricing", text: "Pricing" },
  { href: "/library", text: "Your library" },
] as const;

interface BarProps {
  /** Path of the page, from the root. */
  readonly path: string;
  /** Who has signed in. */
  readonly account?: { readonly name: string } | undefined;
}

export function Bar({ path, account }: BarProps) {
  const links = [...LINKS, { href: "/account", text: account?.name ?? "Account" }]
    .map((link) => ({ ...link, isCurrent: link.href === path }));
  return (
    <header class="sticky top-0 z-40 border-b bg-void">
      <a href="#content" class="skip">Skip to the content</a>
      <div class="mx-auto flex h-bar max-w-page items-center justify-between px-4 md:px-8">
        <Logo isCurrent={path === "/"} />
        <nav aria-label="Main" class="hidden lg:block">
          <ul class="flex gap-1">
            {links.map((link) => <BarLink key={link.href} {...link} />)}
          </ul>
        </nav>
        <details class="lg:hidden relative">
          <summary class="button">Menu</summary>
          <nav aria-label="Main" class="panel absolute right-0 top-12 w-56 bg-void p-2">
            <ul>{links.map((link) => <BarLink key={link.href} {...link} />)}</ul>
          </nav>
        </details>
      </div>
    </header>
  );
}

interface BarLinkProps {
  readonly href: string;
  readonly text: string;
  readonly isCurrent: boolean;
}

/** Places on the front page are no pages of their own, so that none of them is current. */
function BarLink({ href, text, isCurrent }: BarLinkProps) {
  return (
    <li>
      <a
        href={href}
        aria-current={isCurrent ? "page" : "false"}
        class="flex min-h-touch max-w-xs items-center truncate rounded-control px-3 text-note text-muted hover:text-cyan"
      >
        {text}
      </a>
    </li>
  );
}
