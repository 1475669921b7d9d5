import { Glass } from "./drawings/Glass.tsx";

/** The neon sign over the door; it flickers once when the page opens. */
export function Logo({ isCurrent }: { readonly isCurrent: boolean }) {
  return (
    <a
      href="/"
      aria-current={isCurrent ? "page" : "false"}
      class="flicker flex items-center gap-3 min-h-touch font-sign tracking-sign"
    >
      <span class="sign-glass w-7 text-cyan">
        <Glass />
      </span>
      <span class="leading-none">
        <span class="block sign-cyan text-body leading-none font-bold">AI Lounge</span>
        <span class="block sign-magenta mt-1 text-fine leading-none font-medium">After Dark</span>
      </span>
    </a>
  );
}
